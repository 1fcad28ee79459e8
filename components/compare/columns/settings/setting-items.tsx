'use client';

import { Equal } from 'lucide-react';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuItems } from '@/components/ui/menu';

export interface SettingItemsProps extends LazyMenuParts {
  label: string;
  onApply: () => void;
}

/** The actions on one setting of all columns. */
export function SettingItems({ label, onApply, trigger }: SettingItemsProps) {
  return (
    <Menu label={label} trigger={trigger} defaultOpen className="min-w-52">
      <MenuItems
        items={[{ icon: Equal, label: `Apply ${label} from A to all columns`, onSelect: onApply }]}
      />
    </Menu>
  );
}

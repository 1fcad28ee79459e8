'use client';

import { Ellipsis } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import type { BranchItemsProps } from './branch-menu-items';

const load = async () => (await import('./branch-menu-items')).BranchItems;

export interface BranchMenuProps extends BranchItemsProps {
  tabIndex: number;
}

/** What can be done with a branch, behind one button of its row. */
export function BranchMenu({ tabIndex, ...items }: BranchMenuProps) {
  return (
    <LazyMenu
      load={load}
      menuProps={items}
      button={(props) => (
        <IconButton {...props} size="sm" label="Branch actions" tooltip="More" tabIndex={tabIndex}>
          <Ellipsis aria-hidden="true" />
        </IconButton>
      )}
    />
  );
}

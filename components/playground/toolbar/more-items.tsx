'use client';

import { useRouter } from 'next/navigation';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuItem } from '@/components/ui/menu';
import { startNew } from './start-new';

export interface MoreItemsProps extends LazyMenuParts {
  onCode: () => void;
  onImport: () => void;
  onOpenFile: () => void;
}

/** The actions that the toolbar has no space for. */
export function MoreItems({ trigger, onCode, onImport, onOpenFile }: MoreItemsProps) {
  const router = useRouter();
  return (
    <Menu label="More" trigger={trigger} defaultOpen>
      <MenuItem onSelect={startNew}>New</MenuItem>
      <MenuItem onSelect={() => router.push('/compare?from=draft')}>Compare with other settings</MenuItem>
      <MenuItem onSelect={onCode}>Code</MenuItem>
      <MenuItem onSelect={onImport}>Import code</MenuItem>
      <MenuItem onSelect={onOpenFile}>Open file</MenuItem>
      {/* An icon in the toolbar where there are tooltips. */}
      <MenuItem className="not-pointer-coarse:hidden" onSelect={() => router.push('/settings/connections')}>
        Connections
      </MenuItem>
    </Menu>
  );
}

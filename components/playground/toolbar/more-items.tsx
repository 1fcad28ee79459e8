'use client';

import { useRouter } from 'next/navigation';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuItem } from '@/components/ui/menu';
import { type DraftActions, draftActions } from './draft-actions';

export type MoreItemsProps = LazyMenuParts & Omit<DraftActions, 'go'>;

/** The actions that the toolbar has no space for. */
export function MoreItems({ trigger, ...on }: MoreItemsProps) {
  const router = useRouter();
  return (
    <Menu label="More" trigger={trigger} defaultOpen>
      {draftActions({ ...on, go: router.push }).map(({ id, label, run }) => (
        <MenuItem key={id} onSelect={run}>
          {label}
        </MenuItem>
      ))}
      {/* An icon in the toolbar where there are tooltips. */}
      <MenuItem className="not-pointer-coarse:hidden" onSelect={() => router.push('/settings/connections')}>
        Connections
      </MenuItem>
    </Menu>
  );
}

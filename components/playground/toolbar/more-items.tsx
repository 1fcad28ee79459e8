'use client';

import { useRouter } from 'next/navigation';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuItem } from '@/components/ui/menu';
import { paletteRequests } from '@/lib/platform/client/actions';
import { APP_SHORTCUTS } from '@/lib/platform/client/shortcuts';
import { PHONE, useMedia } from '@/lib/platform/client/use-media';
import { type DraftActions, draftActions } from './draft-actions';

export type MoreItemsProps = LazyMenuParts & Omit<DraftActions, 'go'> & { onHistory: () => void };

/** The actions that the toolbar has no space for. */
export function MoreItems({ trigger, onHistory, ...on }: MoreItemsProps) {
  const router = useRouter();
  const isPhone = useMedia(PHONE, false);
  return (
    <Menu label="More" trigger={trigger} defaultOpen>
      {isPhone && <MenuItem onSelect={onHistory}>Show history</MenuItem>}
      {draftActions({ ...on, go: router.push }).map(({ id, label, run }) => (
        <MenuItem key={id} onSelect={run}>
          {label}
        </MenuItem>
      ))}
      {/* The header has no space for it beside "Sign in". */}
      <MenuItem className="min-[386px]:hidden" onSelect={() => paletteRequests.emit()}>
        {APP_SHORTCUTS.actions.label}
      </MenuItem>
      {/* Elsewhere at the end of the list of connections. */}
      <MenuItem className="not-pointer-coarse:hidden" onSelect={() => router.push('/settings/connections')}>
        Connections
      </MenuItem>
    </Menu>
  );
}

'use client';

import { LogIn, LogOut, Plug, Search, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import { useSignOut } from '@/lib/accounts/client/account';
import { useViewer } from '@/lib/accounts/client/viewer';
import { paletteRequests } from '@/lib/platform/client/actions';
import { APP_SHORTCUTS } from '@/lib/platform/client/shortcuts';

/** Loaded with the first press on the account button. */
export function AccountItems({ trigger }: LazyMenuParts) {
  const { viewer } = useViewer();
  const router = useRouter();
  const signOut = useSignOut('/');
  if (!viewer) return null;
  const go = (path: string) => () => router.push(path);

  return (
    <Menu label="Account" trigger={trigger} defaultOpen className="w-60">
      <MenuLabel className="wrap-anywhere">
        {viewer.isGuest ? 'Guest account. Only this browser can open it.' : (viewer.email ?? viewer.name)}
      </MenuLabel>
      <MenuSeparator />
      {viewer.isGuest && (
        <MenuItem icon={<UserRound />} onSelect={go('/settings/account')}>
          Save this account
        </MenuItem>
      )}
      <MenuItem icon={<Search />} className="min-[356px]:hidden" onSelect={() => paletteRequests.emit()}>
        {APP_SHORTCUTS.actions.label}
      </MenuItem>
      <MenuItem icon={<Plug />} onSelect={go('/settings/connections')}>
        Connections
      </MenuItem>
      {viewer.isGuest ? (
        <MenuItem icon={<LogIn />} onSelect={go('/sign-in')}>
          Sign in to another account
        </MenuItem>
      ) : (
        <>
          <MenuItem icon={<UserRound />} onSelect={go('/settings/account')}>
            Account
          </MenuItem>
          <MenuItem
            icon={<LogOut />}
            onSelect={() =>
              signOut.mutate(undefined, {
                onError: () =>
                  toast("Couldn't sign out. Check your network, then try again.", { tone: 'bad' }),
              })
            }
          >
            Sign out
          </MenuItem>
        </>
      )}
    </Menu>
  );
}

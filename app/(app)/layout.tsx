import type { ReactNode } from 'react';
import { Providers } from '@/app/providers';
import { AccountMenu } from '@/components/accounts/account-menu';
import { AppHeader } from '@/components/shell/app-header';
import { ArrivalFocus } from '@/components/shell/arrival-focus';
import { loadSite } from '@/lib/accounts/server/site';
import { AppSkipLink } from './app-skip-link';
import { AppKeys } from './palette/app-keys';

/** The frame of every page except the ones for readers of shared links. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const { viewer, revoked, site } = await loadSite();
  return (
    <Providers viewer={viewer} revoked={revoked} site={site}>
      <AppSkipLink />
      <ArrivalFocus />
      <AppHeader search={<AppKeys />} account={<AccountMenu />} />
      {children}
    </Providers>
  );
}

import type { ReactNode } from 'react';
import { AppHeader } from '@/components/shell/app-header';
import { Providers } from '@/components/shell/providers';
import { SkipLink } from '@/components/shell/skip-link';
import { loadSite } from '@/lib/server/accounts/site';

/** The frame of every page but those for readers of shared links. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const { viewer, revoked, site } = await loadSite();
  return (
    <Providers viewer={viewer} revoked={revoked} site={site}>
      <SkipLink />
      <AppHeader />
      {children}
    </Providers>
  );
}

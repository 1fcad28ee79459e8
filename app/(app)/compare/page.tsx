import type { Metadata } from 'next';
import { Suspense } from 'react';
import { CompareScreen } from '@/components/compare/compare-screen';
import { sessionFromCookies } from '@/lib/server/accounts/session';
import { listConnectionsFor } from '@/lib/server/connections/connections';

export const metadata: Metadata = { title: 'Compare' };

/** Which comparison it is stands in the address, which only the browser reads; connections come with the page. */
export default async function ComparePage() {
  const user = await sessionFromCookies();
  return (
    <Suspense>
      <CompareScreen initialConnections={await listConnectionsFor(user?.id ?? null)} />
    </Suspense>
  );
}

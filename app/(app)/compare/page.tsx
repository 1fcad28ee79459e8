import type { Metadata } from 'next';
import { Suspense } from 'react';
import { sessionFromCookies } from '@/lib/accounts/server/session';
import { InitialConnections } from '@/lib/connections/client/connection-list';
import { listConnectionsFor } from '@/lib/connections/server/manage-connections';
import { canFindServers } from '@/lib/connections/server/upstream/find-servers';
import { Compare } from './compare-page';

export const metadata: Metadata = { title: 'Compare' };

/**
 * The id of the comparison is in the address, which only the browser reads. Connections come with the page.
 */
export default async function ComparePage() {
  const user = await sessionFromCookies();
  const connections = await listConnectionsFor(user?.id ?? null);
  return (
    <Suspense>
      <InitialConnections connections={connections} canFindServers={canFindServers()}>
        <Compare connections={connections} />
      </InitialConnections>
    </Suspense>
  );
}

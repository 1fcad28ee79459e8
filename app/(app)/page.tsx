import { cookies } from 'next/headers';
import { sessionFromCookies } from '@/lib/accounts/server/session';
import { InitialConnections } from '@/lib/connections/client/connection-list';
import { listConnectionsFor } from '@/lib/connections/server/manage-connections';
import { canFindServers } from '@/lib/connections/server/upstream/find-servers';
import { LAYOUT_COOKIE, readLayout } from '@/lib/platform/client/playground-layout';
import { PlaygroundWithAll } from './playground-page';

type Search = Promise<Record<string, string | string[] | undefined>>;

/** Layout and connections come with the page, so that the first paint shows everything where it was left. */
export default async function PlaygroundPage({ searchParams }: { searchParams: Search }) {
  const [jar, user, { run, from, document }] = await Promise.all([
    cookies(),
    sessionFromCookies(),
    searchParams,
  ]);
  const layout = readLayout(jar.get(LAYOUT_COOKIE)?.value);
  return (
    <InitialConnections
      connections={await listConnectionsFor(user?.id ?? null)}
      canFindServers={canFindServers()}
    >
      <PlaygroundWithAll
        opensRun={Boolean(run)}
        initialLayout={{ ...layout, mode: run || from ? 'prompt' : document ? 'document' : layout.mode }}
      />
    </InitialConnections>
  );
}

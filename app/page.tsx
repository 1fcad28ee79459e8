import { cookies } from 'next/headers';
import { Playground } from '@/components/playground/playground';
import { LAYOUT_COOKIE, readLayout } from '@/lib/client/playground-layout';
import { listConnectionsFor } from '@/lib/server/connections';
import { sessionFromCookies } from '@/lib/server/session';

/** The playground. Layout and connections come with it, so that the first paint has everything where it was left. */
export default async function PlaygroundPage() {
  const [jar, user] = await Promise.all([cookies(), sessionFromCookies()]);
  return (
    <Playground
      initialLayout={readLayout(jar.get(LAYOUT_COOKIE)?.value)}
      initialConnections={await listConnectionsFor(user?.id ?? null)}
    />
  );
}

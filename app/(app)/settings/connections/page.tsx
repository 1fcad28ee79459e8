import type { Metadata } from 'next';
import { ConnectionsPage } from './connections-page';

export const metadata: Metadata = { title: 'Connections' };

type Search = Promise<Record<string, string | string[] | undefined>>;

/**
 * `?edit=<id>` opens that connection's form (a refused key links here), `?new` an empty one, and `?find` looks for
 * servers on this machine.
 */
export default async function Page({ searchParams }: { searchParams: Search }) {
  const { edit, new: fresh, find } = await searchParams;
  const other = fresh !== undefined ? 'new' : find !== undefined ? 'find' : null;
  return <ConnectionsPage openAtStart={typeof edit === 'string' ? edit : other} />;
}

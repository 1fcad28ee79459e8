import type { Metadata } from 'next';
import { ConnectionsPage } from './connections-page';

export const metadata: Metadata = { title: 'Connections' };

type Search = Promise<Record<string, string | string[] | undefined>>;

/** `?edit=<id>` opens that connection's form (a refused key links here), `?new` opens an empty one. */
export default async function Page({ searchParams }: { searchParams: Search }) {
  const { edit, new: fresh } = await searchParams;
  return (
    <ConnectionsPage openAtStart={typeof edit === 'string' ? edit : fresh !== undefined ? 'new' : null} />
  );
}

import type { Metadata } from 'next';
import { ConnectionsScreen } from '@/components/connections/connections-screen';

export const metadata: Metadata = { title: 'Connections' };

type Search = Promise<Record<string, string | string[] | undefined>>;

/** `?edit=<id>` opens that connection's form (a refused key links here), `?new` opens an empty one. */
export default async function ConnectionsPage({ searchParams }: { searchParams: Search }) {
  const { edit, new: fresh } = await searchParams;
  return (
    <ConnectionsScreen openAtStart={typeof edit === 'string' ? edit : fresh !== undefined ? 'new' : null} />
  );
}

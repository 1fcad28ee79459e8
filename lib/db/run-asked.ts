import type { RunDetail } from '@/lib/contract/runs';
import { getDb } from './client';
import { fromStored } from './stored-json';

/** What a run was asked, without what came of it. */
export type RunAsked = Pick<
  RunDetail,
  'id' | 'title' | 'promptPreview' | 'request' | 'retries' | 'connectionName'
>;

/** Null when the run is not there, not this user's, or deleted. */
export async function getRunAsked(userId: string, id: string): Promise<RunAsked | null> {
  const row = await getDb().run.findFirst({
    where: { id, userId, deletedAt: null },
    select: {
      id: true,
      title: true,
      promptPreview: true,
      request: true,
      retries: true,
      connectionName: true,
    },
  });
  const request = row && fromStored<RunAsked['request']>(row.request);
  if (!row || !request) return null;
  return { ...row, request, retries: fromStored<RunAsked['retries']>(row.retries) };
}

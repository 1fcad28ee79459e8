import { getDb } from '@/lib/platform/db/client';
import { fromStored } from '@/lib/platform/db/stored-json';
import type { RunDetail } from '@/lib/runs/model/runs';

/** A run's request, without its output. */
export type StoredRequest = Pick<
  RunDetail,
  'id' | 'title' | 'promptPreview' | 'request' | 'retries' | 'connectionName'
>;

/** Null when the run does not exist, belongs to another user, or is deleted. */
export async function getStoredRequest(userId: string, id: string): Promise<StoredRequest | null> {
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
  const request = row && fromStored<StoredRequest['request']>(row.request);
  if (!row || !request) return null;
  return { ...row, request, retries: fromStored<StoredRequest['retries']>(row.retries) };
}

/** The texts of a run's choices, in their order; none when the run belongs to another user or is deleted. */
export async function getStoredOutputs(userId: string, id: string): Promise<string[]> {
  const choices = await getDb().runChoice.findMany({
    where: { runId: id, run: { userId, deletedAt: null } },
    orderBy: { index: 'asc' },
    select: { text: true },
  });
  return choices.map(({ text }) => text);
}

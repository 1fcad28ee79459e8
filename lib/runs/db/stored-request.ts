import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
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

/** What is read of a run's choices: of how many, and of how many characters of each, from its start. */
export interface OutputBounds {
  readonly choices: number;
  readonly characters: number;
}

/** The starts of a run's texts, by choice; none when the run belongs to another user or is deleted. */
export async function getStoredOutputs(
  userId: string,
  id: string,
  { choices, characters }: OutputBounds,
): Promise<string[]> {
  const rows = await getDb().$queryRaw<{ text: string }[]>(Prisma.sql`
    SELECT substr(choice."text", 1, CAST(${characters} AS INTEGER)) AS "text"
    FROM "RunChoice" AS choice JOIN "Run" AS run ON run."id" = choice."runId"
    WHERE run."id" = ${id} AND run."userId" = ${userId} AND run."deletedAt" IS NULL
    ORDER BY choice."index" LIMIT CAST(${choices} AS INTEGER)`);
  return rows.map(({ text }) => text);
}

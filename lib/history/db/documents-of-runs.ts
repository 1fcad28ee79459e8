import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';

/** The user's documents that walk through any of these runs. */
export async function documentsOfRuns(
  userId: string,
  runIds: readonly string[],
  limit: number,
): Promise<string[]> {
  const rows = await getDb().$queryRaw<{ id: string }[]>`
    SELECT DISTINCT document."id" FROM "DocumentNode" AS node
    JOIN "Document" AS document ON document."id" = node."documentId"
    WHERE node."runId" IN (${Prisma.join([...runIds])})
      AND document."userId" = ${userId} AND document."deletedAt" IS NULL
    LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

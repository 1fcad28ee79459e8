import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';

/** The user's documents that walk through any of these runs. */
export async function documentsOfRuns(
  userId: string,
  runIds: readonly string[],
  limit: number,
): Promise<string[]> {
  const rows = await getDb().$queryRaw<{ id: string }[]>(documentsOfRunsQuery(userId, runIds, limit));
  return rows.map(({ id }) => id);
}

/** Reads the user's own steps only: anybody may write any run's id into theirs. */
export function documentsOfRunsQuery(userId: string, runIds: readonly string[], limit: number): Prisma.Sql {
  return Prisma.sql`
    SELECT DISTINCT document."id" FROM "DocumentNode" AS node
    JOIN "Document" AS document ON document."id" = node."documentId"
    WHERE node."userId" = ${userId} AND node."runId" IN (${Prisma.join([...runIds])})
      AND document."userId" = ${userId} AND document."deletedAt" IS NULL
    LIMIT ${limit}`;
}

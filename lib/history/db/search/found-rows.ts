import { getDb } from '@/lib/platform/db/client';
import type { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import type { FoundRun } from './run-query';

/** The rows of a SELECT of "position" and "figure", whichever number type the database returns. */
export async function foundRows(query: Prisma.Sql): Promise<FoundRun[]> {
  const rows =
    await getDb().$queryRaw<{ position: number | bigint; figure: number | bigint | null }[]>(query);
  return rows.map(({ position, figure }) => ({
    position: Number(position),
    figure: figure === null ? null : Number(figure),
  }));
}

import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import type { RunCheck } from './checked-page';
import { type FoundPage, type PageStart, pageOf, type RunQuery } from './run-query';
import { type Match, rowsOf } from './sqlite-tables';

/** What the FTS5 tables find. */
export interface Matches {
  /** For each pair of tables that has runs. */
  readonly parts: readonly Match[];
  /** Checks given runs without reading all matches; null when that would cost more. */
  readonly membership: RunCheck | null;
}

/** By date. */
export async function readByPosition(
  runQuery: RunQuery,
  matches: Matches,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  const forward = runQuery.sort === 'oldest';
  const order = forward ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const positions: number[] = [];
  for (const part of matches.parts) {
    const { tables } = part;
    const after =
      start === null
        ? Prisma.empty
        : Prisma.sql`AND ${forward ? tables.after(start.position) : tables.before(start.position)}`;
    const next = Prisma.sql`${rowsOf(runQuery, part)} ${after} ORDER BY rowid ${order} LIMIT ${limit + 1}`;
    const rows = await getDb().$queryRaw<{ position: number | bigint }[]>`
      SELECT "position" FROM (${tables.withFigures(next, Prisma.sql`NULL`)})`;
    positions.push(...rows.map(({ position }) => Number(position)));
  }
  positions.sort((a, b) => (forward ? a - b : b - a));
  return pageOf(
    positions.map((position) => ({ figure: null, position })),
    limit,
  );
}

/** How many runs match; counting stops beyond `max`. */
export async function countMatches(
  runQuery: RunQuery,
  parts: readonly Match[],
  max: number,
): Promise<number> {
  let count = 0;
  for (const part of parts) {
    const [row] = await getDb().$queryRaw<{ count: number | bigint }[]>`
      SELECT count(*) AS "count" FROM (${rowsOf(runQuery, part)} LIMIT ${max + 1})`;
    count += Number(row?.count);
  }
  return count;
}

import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import type { RunCheck } from './checked-page';
import { type FoundPage, type PageStart, pageOf, type RunQuery } from './run-query';

/** What an FTS5 table finds. Its row numbers are the positions of runs. */
export interface Matches {
  readonly table: Prisma.Sql;
  readonly match: string;
  /** A further condition on the row number. */
  readonly among: Prisma.Sql;
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
  const after =
    start === null
      ? Prisma.empty
      : Prisma.sql`AND rowid ${forward ? Prisma.sql`>` : Prisma.sql`<`} ${start.position}`;
  const rows = await getDb().$queryRaw<{ position: number | bigint }[]>`
    ${positionsOf(runQuery, matches)} ${after}
    ORDER BY rowid ${forward ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT ${limit + 1}`;
  const found = rows.map(({ position }) => ({ figure: null, position: Number(position) }));
  return pageOf(found, limit);
}

export async function areFew(runQuery: RunQuery, matches: Matches, max: number): Promise<boolean> {
  const [few] = await getDb().$queryRaw<{ count: number | bigint }[]>`
    SELECT count(*) AS "count" FROM (${positionsOf(runQuery, matches)} LIMIT ${max + 1})`;
  return Number(few?.count) <= max;
}

/** A SELECT without an order. */
export function positionsOf(runQuery: RunQuery, { table, match, among }: Matches): Prisma.Sql {
  return Prisma.sql`SELECT rowid AS "position" FROM ${table}
    WHERE ${table} MATCH ${match} ${daysOf(runQuery, Prisma.sql`rowid`)} ${among}`;
}

export function daysOf({ from, to }: RunQuery, position: Prisma.Sql): Prisma.Sql {
  const first = from === null ? Prisma.empty : Prisma.sql`AND ${position} >= ${from}`;
  return to === null ? first : Prisma.sql`${first} AND ${position} < ${to}`;
}

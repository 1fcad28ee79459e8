import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import type { RunQuery } from './run-query';

/**
 * The FTS5 tables, and the order of their rows. Rows are numbered in the order of the history, closer together
 * than positions are: a list of row numbers is stored by its differences. "RunSearchRow" has the position of
 * each row.
 */
export interface SqliteTables {
  /** Conditions on `rowid`: of runs from a position on, before it, after it. */
  from(position: number): Prisma.Sql;
  before(position: number): Prisma.Sql;
  after(position: number): Prisma.Sql;
  readonly words: Prisma.Sql;
  readonly trigrams: Prisma.Sql;
  /** Length of the longest beginnings of words that `words` has an index of. */
  readonly prefixLetters: number;
  /** The words of `words`, one for each run that has it; null: not to be had. */
  readonly terms: Prisma.Sql | null;
  /** SELECT of "row", "position" and "figure" of the rows that another SELECT of "row" has. */
  withFigures(rows: Prisma.Sql, figure: Prisma.Sql): Prisma.Sql;
  /** The row of the position in the column `position`. */
  rowOf(position: Prisma.Sql): Prisma.Sql;
}

const ROWS = Prisma.sql`"RunSearchRow"`;

const CURRENT: SqliteTables = {
  words: Prisma.sql`"RunSearchIndex"`,
  trigrams: Prisma.sql`"RunTrigramIndex"`,
  prefixLetters: 3,
  terms: Prisma.sql`"RunSearchTerm"`,
  from: (position) =>
    Prisma.sql`rowid >= (SELECT "row" FROM ${ROWS} WHERE "position" >= ${position} ORDER BY "position" LIMIT 1)`,
  before: (position) =>
    Prisma.sql`rowid <= (SELECT "row" FROM ${ROWS} WHERE "position" < ${position} ORDER BY "position" DESC LIMIT 1)`,
  after: (position) =>
    Prisma.sql`rowid >= (SELECT "row" FROM ${ROWS} WHERE "position" > ${position} ORDER BY "position" LIMIT 1)`,
  withFigures: (rows, figure) => Prisma.sql`
    SELECT run."row", run."position", ${figure} AS "figure" FROM (${rows}) AS hit
    CROSS JOIN ${ROWS} AS run ON run."row" = hit."row"`,
  rowOf: (position) => Prisma.sql`(SELECT "row" FROM ${ROWS} WHERE "position" = ${position})`,
};

/** From before "RunSearchRow": positions are the row numbers. Runs leave these tables when they are indexed again. */
const OLD: SqliteTables = {
  words: Prisma.sql`"RunSearchIndexOld"`,
  trigrams: Prisma.sql`"RunTrigramIndexOld"`,
  prefixLetters: 5,
  terms: null,
  from: (position) => Prisma.sql`rowid >= ${position}`,
  before: (position) => Prisma.sql`rowid < ${position}`,
  after: (position) => Prisma.sql`rowid > ${position}`,
  withFigures: (rows, figure) => Prisma.sql`
    SELECT hit."row", run."position", ${figure} AS "figure" FROM (${rows}) AS hit
    CROSS JOIN "Run" AS run INDEXED BY "RunFigures" ON run."position" = hit."row"`,
  rowOf: (position) => position,
};

/** The tables that have runs: each run is in one of them. */
export async function tablesInUse(): Promise<readonly SqliteTables[]> {
  const rows = await getDb().$queryRaw<unknown[]>`SELECT 1 FROM "RunReindex"`;
  return rows.length === 0 ? [CURRENT] : [CURRENT, OLD];
}

/** What one of the tables finds. */
export interface Match {
  readonly tables: SqliteTables;
  readonly index: 'words' | 'trigrams';
  readonly match: string;
  /** Without the rows whose words match this; null: with all. */
  readonly withoutWords: string | null;
  /** Only the rows whose words match this, which are few enough to be gathered; null: all. */
  readonly onlyFacets: string | null;
}

/** SELECT of "row", without an order. */
export function rowsOf(
  runQuery: RunQuery,
  { tables, index, match, withoutWords, onlyFacets }: Match,
): Prisma.Sql {
  const { words } = tables;
  const table = tables[index];
  // Few runs are left in this range, or many pages were read.
  const without =
    withoutWords === null
      ? Prisma.empty
      : Prisma.sql`AND +rowid NOT IN (SELECT rowid FROM ${words} WHERE ${words} MATCH ${withoutWords})`;
  const only =
    onlyFacets === null
      ? Prisma.empty
      : Prisma.sql`AND +rowid IN (SELECT rowid FROM ${words} WHERE ${words} MATCH ${onlyFacets})`;
  return Prisma.sql`SELECT rowid AS "row" FROM ${table}
    WHERE ${table} MATCH ${match} ${daysOf(runQuery, tables)} ${without} ${only}`;
}

function daysOf({ from, to }: RunQuery, tables: SqliteTables): Prisma.Sql {
  const first = from === null ? Prisma.empty : Prisma.sql`AND ${tables.from(from)}`;
  return to === null ? first : Prisma.sql`${first} AND ${tables.before(to)}`;
}

import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { foundRows } from './found-rows';
import { type FoundPage, type FoundRun, type PageStart, pageOf, type RunQuery } from './run-query';

/**
 * All runs of a user except those of comparisons, or those of certain days: straight from the table's
 * indexes, the same on both databases.
 */
export async function findUnfiltered(
  runQuery: RunQuery,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  const rows = await readPhases(runQuery, start, limit + 1);
  return pageOf(rows, limit);
}

async function readPhases(runQuery: RunQuery, start: PageStart | null, limit: number): Promise<FoundRun[]> {
  if (runQuery.sort === 'newest' || runQuery.sort === 'oldest') return readByPosition(runQuery, start, limit);
  const withFigure =
    start !== null && start.figure === null ? [] : await readByFigure(runQuery, start, limit);
  if (withFigure.length >= limit) return withFigure;
  const remaining = await readByPosition(
    runQuery,
    start?.figure === null ? start : null,
    limit - withFigure.length,
    Prisma.sql`AND ${figureColumn(runQuery)} IS NULL`,
  );
  return [...withFigure, ...remaining];
}

async function readByPosition(
  runQuery: RunQuery,
  start: PageStart | null,
  limit: number,
  more = Prisma.empty,
): Promise<FoundRun[]> {
  const forward = runQuery.sort === 'oldest';
  const after =
    start === null
      ? Prisma.empty
      : Prisma.sql`AND "position" ${forward ? Prisma.sql`>` : Prisma.sql`<`} ${start.position}`;
  return foundRows(Prisma.sql`
    SELECT "position", NULL AS "figure" FROM "Run"
    WHERE ${ofUser(runQuery)} ${more} ${after}
    ORDER BY "position" ${forward ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT ${limit}`);
}

function readByFigure(runQuery: RunQuery, start: PageStart | null, limit: number): Promise<FoundRun[]> {
  const figure = figureColumn(runQuery);
  const after =
    start === null
      ? Prisma.empty
      : Prisma.sql`AND (${figure}, "position") < (${start.figure}, ${start.position})`;
  return foundRows(Prisma.sql`
    SELECT "position", ${figure} AS "figure" FROM "Run"
    WHERE ${ofUser(runQuery, Prisma.sql`+"position"`)} AND ${figure} IS NOT NULL ${after}
    ORDER BY ${figure} DESC, "position" DESC LIMIT ${limit}`);
}

/** @param position `+"position"` keeps a planner from gathering all runs of the days only to sort them */
export function ofUser({ userId, from, to }: RunQuery, position = Prisma.sql`"position"`): Prisma.Sql {
  const first = from === null ? Prisma.empty : Prisma.sql`AND ${position} >= ${from}`;
  const last = to === null ? Prisma.empty : Prisma.sql`AND ${position} < ${to}`;
  return Prisma.sql`"userId" = ${userId} AND "comparisonId" IS NULL AND "deletedAt" IS NULL ${first} ${last}`;
}

function figureColumn({ sort }: RunQuery): Prisma.Sql {
  return sort === 'longest' ? Prisma.sql`"durationMs"` : Prisma.sql`"tokenCount"`;
}

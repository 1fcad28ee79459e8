import { getDb } from '../client';
import { Prisma } from '../generated/sqlite/client';
import { type PostgresCondition, postgresCondition } from './postgres-condition';
import type { FoundPage, FoundRun, PageStart, Phase, WantedRuns } from './wanted-runs';

/** So many of the next runs are looked at first, so many more if it is worth it. A search unpacks every run's words. */
const WINDOWS = [600, 2400] as const;
const SEARCH_WINDOWS = [250, 750] as const;
/** It is worth it when so many were found: then a page will be. */
const PROMISING = 3;
/** A page of so many is enough: the next page goes on from there. */
const ENOUGH = 15;

/**
 * Runs that are filtered or searched for, from the table "RunWords".
 *
 * Postgres cannot read a GIN index in the order of the history, and guesses badly how many runs will match (filters are
 * rarely independent). So it is not left to guess: what is common is found among the next few runs in order; what was
 * not found there is rare enough to be gathered from the index and sorted.
 */
export async function findInPostgres(
  wanted: WantedRuns,
  phase: Phase,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  const condition = postgresCondition(wanted, phase);
  if (condition === null) return { found: [], next: null };
  const sought = { ...wanted, condition };
  if (wanted.sort === 'newest' || wanted.sort === 'oldest') {
    const reading = byPosition(wanted, start);
    return readPage(sought, reading, reading, limit);
  }
  // Runs without the figure that the sort goes by come last, newest first.
  if (start?.figure === null) {
    const reading = withoutFigure(wanted, start);
    return readPage(sought, reading, reading, limit);
  }
  return readPage(sought, byFigure(wanted, start), byFigureToTheEnd(wanted, start), limit);
}

interface Sought extends WantedRuns {
  readonly condition: PostgresCondition;
}

/** A way through the runs: what comes after the page's start, in which order. */
interface Reading {
  readonly after: Prisma.Sql;
  readonly order: Prisma.Sql;
  readonly figure: Prisma.Sql;
}

/** @param all the same way, on to the very end */
async function readPage(sought: Sought, near: Reading, all: Reading, limit: number): Promise<FoundPage> {
  const [first, second] = sought.search === null ? WINDOWS : SEARCH_WINDOWS;
  const next = await readNext(sought, near, 0, first, limit + 1);
  if (next.length >= PROMISING && next.length < ENOUGH && next.length <= limit) {
    next.push(...(await readNext(sought, near, first, second, limit + 1 - next.length)));
  }
  if (next.length > limit || next.length >= ENOUGH) return pageOf(next, Math.min(limit, next.length));
  const gathered = await readAll(sought, all, limit + 1);
  return gathered.length > limit ? pageOf(gathered, limit) : { found: gathered, next: null };
}

function pageOf(rows: readonly FoundRun[], limit: number): FoundPage {
  const found = rows.slice(0, limit);
  return { found, next: found.at(-1) ?? null };
}

/** Of the runs that come next but `skipped`, `window` are looked at. */
function readNext(
  sought: Sought,
  { after, order, figure }: Reading,
  skipped: number,
  window: number,
  limit: number,
): Promise<FoundRun[]> {
  const { condition, owners } = sought;
  // Each owner's runs are read in order from an index, and merged.
  const next = owners.map(
    (owner) => Prisma.sql`(SELECT * FROM "RunWords" WHERE "owner" = ${owner} ${after} ${daysOf(sought)}
      ORDER BY ${order} LIMIT ${skipped + window})`,
  );
  const not = condition.not === null ? Prisma.empty : Prisma.sql`AND NOT (${condition.not})`;
  return rowsOf(Prisma.sql`
    SELECT "position", ${figure} AS "figure"
    FROM (SELECT * FROM (${Prisma.join(next, ' UNION ALL ')}) AS each
      ORDER BY ${order} LIMIT ${window} OFFSET ${skipped}) AS next
    WHERE ${condition.indexed} ${not} ORDER BY ${order} LIMIT ${limit}`);
}

function readAll(sought: Sought, { after, order, figure }: Reading, limit: number): Promise<FoundRun[]> {
  const { condition } = sought;
  // Only for those that make the page: it unpacks a run's words.
  const not =
    condition.not === null
      ? Prisma.empty
      : Prisma.sql`WHERE NOT (SELECT ${condition.not} FROM "RunWords" AS own WHERE own."position" = hit."position")`;
  // The owner is among the facets: named as a column as well, it would tempt the planner to walk through all runs.
  return rowsOf(Prisma.sql`
    WITH hits AS MATERIALIZED (
      SELECT "position", "durationMs", "tokenCount" FROM "RunWords" WHERE ${condition.indexed} ${after} ${daysOf(sought)})
    SELECT "position", ${figure} AS "figure" FROM (SELECT * FROM hits ORDER BY ${order}) AS hit ${not} LIMIT ${limit}`);
}

async function rowsOf(query: Prisma.Sql): Promise<FoundRun[]> {
  const rows = await getDb().$queryRaw<{ position: bigint; figure: number | null }[]>(query);
  return rows.map(({ position, figure }) => ({ position: Number(position), figure }));
}

function byPosition({ sort }: WantedRuns, start: PageStart | null): Reading {
  const forward = sort === 'oldest';
  return {
    after:
      start === null
        ? Prisma.empty
        : Prisma.sql`AND "position" ${forward ? Prisma.sql`>` : Prisma.sql`<`} ${start.position}`,
    order: forward ? Prisma.sql`"position"` : Prisma.sql`"position" DESC`,
    figure: Prisma.sql`NULL::integer`,
  };
}

function byFigure({ sort }: WantedRuns, start: PageStart | null): Reading {
  const figure = figureColumn(sort);
  return {
    after:
      start === null
        ? Prisma.sql`AND ${figure} IS NOT NULL`
        : Prisma.sql`AND ${figure} IS NOT NULL AND (${figure}, "position") < (${start.figure}, ${start.position})`,
    order: Prisma.sql`${figure} DESC, "position" DESC`,
    figure,
  };
}

/** Those with the figure, then those without. */
function byFigureToTheEnd({ sort }: WantedRuns, start: PageStart | null): Reading {
  const figure = figureColumn(sort);
  return {
    after:
      start === null
        ? Prisma.empty
        : Prisma.sql`AND (${figure} IS NULL OR (${figure}, "position") < (${start.figure}, ${start.position}))`,
    order: Prisma.sql`${figure} DESC NULLS LAST, "position" DESC`,
    figure,
  };
}

/** In the order of the index with the figure, which is the same for all of these. */
function withoutFigure({ sort }: WantedRuns, start: PageStart): Reading {
  const figure = figureColumn(sort);
  return {
    after: Prisma.sql`AND ${figure} IS NULL AND "position" < ${start.position}`,
    order: Prisma.sql`${figure} DESC, "position" DESC`,
    figure: Prisma.sql`NULL::integer`,
  };
}

function figureColumn(sort: WantedRuns['sort']): Prisma.Sql {
  return sort === 'longest' ? Prisma.sql`"durationMs"` : Prisma.sql`"tokenCount"`;
}

function daysOf({ from, to }: WantedRuns): Prisma.Sql {
  const first = from === null ? Prisma.empty : Prisma.sql`AND "position" >= ${from}`;
  return to === null ? first : Prisma.sql`${first} AND "position" < ${to}`;
}

import type { SearchTerm } from '@/lib/contract/search-terms';
import { getDb } from '../client';
import { Prisma } from '../generated/sqlite/client';
import {
  type FoundPage,
  type FoundRun,
  isBeginning,
  type PageStart,
  type Phase,
  type WantedRuns,
} from './wanted-runs';

/** So many of the next runs are looked at first; a search has to unpack every run's words. */
const WINDOW = 600;
const SEARCH_WINDOW = 150;

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
  const condition = conditionOf(wanted, phase);
  if (condition === null) return { found: [], next: null };
  const rows = await readFigures({ ...wanted, condition }, start, limit + 1);
  const page = rows.slice(0, limit);
  return { found: page, next: rows.length > limit ? (page.at(-1) ?? null) : null };
}

interface Sought extends WantedRuns {
  readonly condition: Prisma.Sql;
}

/** Runs without the figure that the sort goes by come last, newest first. */
async function readFigures(wanted: Sought, start: PageStart | null, limit: number): Promise<FoundRun[]> {
  if (wanted.sort === 'newest' || wanted.sort === 'oldest')
    return readInTwo(wanted, byPosition(wanted, start), limit);
  const rows = start?.figure === null ? [] : await readInTwo(wanted, byFigure(wanted, start), limit);
  if (rows.length >= limit) return rows;
  const rest = withoutFigure(wanted, start?.figure === null ? start : null);
  return [...rows, ...(await readInTwo(wanted, rest, limit - rows.length))];
}

/** A way through the runs: what comes after the page's start, in which order. */
interface Reading {
  readonly after: Prisma.Sql;
  readonly order: Prisma.Sql;
  readonly figure: Prisma.Sql;
}

async function readInTwo(wanted: Sought, reading: Reading, limit: number): Promise<FoundRun[]> {
  const next = await readNext(wanted, reading, limit);
  return next.length >= limit ? next : readAll(wanted, reading, limit);
}

function readNext(wanted: Sought, { after, order, figure }: Reading, limit: number): Promise<FoundRun[]> {
  return rowsOf(Prisma.sql`
    SELECT "position", ${figure} AS "figure"
    FROM (SELECT * FROM "RunWords" WHERE "userId" = ${wanted.userId} ${after} ${daysOf(wanted)}
      ORDER BY ${order} LIMIT ${wanted.search === null ? WINDOW : SEARCH_WINDOW}) AS next
    WHERE ${wanted.condition} ORDER BY ${order} LIMIT ${limit}`);
}

function readAll(wanted: Sought, { after, order, figure }: Reading, limit: number): Promise<FoundRun[]> {
  // The user is among the facets: named as a column as well, it would tempt the planner to walk through all runs.
  return rowsOf(Prisma.sql`
    WITH hits AS MATERIALIZED (
      SELECT "position", "durationMs", "tokenCount" FROM "RunWords" WHERE ${wanted.condition} ${after} ${daysOf(wanted)})
    SELECT "position", ${figure} AS "figure" FROM hits ORDER BY ${order} LIMIT ${limit}`);
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
  const figure = sort === 'longest' ? Prisma.sql`"durationMs"` : Prisma.sql`"tokenCount"`;
  return {
    after:
      start === null
        ? Prisma.sql`AND ${figure} IS NOT NULL`
        : Prisma.sql`AND ${figure} IS NOT NULL AND (${figure}, "position") < (${start.figure}, ${start.position})`,
    order: Prisma.sql`${figure} DESC, "position" DESC`,
    figure,
  };
}

function withoutFigure({ sort }: WantedRuns, start: PageStart | null): Reading {
  const figure = sort === 'longest' ? Prisma.sql`"durationMs"` : Prisma.sql`"tokenCount"`;
  return {
    after: Prisma.sql`AND ${figure} IS NULL ${start === null ? Prisma.empty : Prisma.sql`AND "position" < ${start.position}`}`,
    order: Prisma.sql`"position" DESC`,
    figure: Prisma.sql`NULL::integer`,
  };
}

/** Null when nothing can be found in this way. */
function conditionOf({ facets, anyOf, search }: WantedRuns, phase: Phase): Prisma.Sql | null {
  const conditions = [Prisma.sql`"facets" @> ${textArray(facets)}`];
  for (const values of anyOf) conditions.push(Prisma.sql`"facets" && ${textArray(values)}`);
  const words = search === null ? null : wordsCondition(search.terms);
  if (phase === 'words') {
    if (search !== null && words === null) return null;
    if (words !== null) conditions.push(words);
  } else {
    // Shorter ones the trigram index does not help with.
    if (!search?.pieces.some((piece) => [...piece].length >= 3)) return null;
    for (const piece of search.pieces) conditions.push(Prisma.sql`"shown" LIKE ${pattern(piece)}`);
    if (words !== null) conditions.push(Prisma.sql`NOT (${words})`);
  }
  return Prisma.join(conditions, ' AND ');
}

function wordsCondition(terms: readonly SearchTerm[]): Prisma.Sql | null {
  if (terms.length === 0) return null;
  const query = terms.map(
    (term) => `(${term.words.map((word) => `'${word}'`).join(' <-> ')}${isBeginning(term) ? ':*' : ''})`,
  );
  return Prisma.sql`"words" @@ to_tsquery('simple', ${query.join(' & ')})`;
}

function pattern(piece: string): string {
  return `%${piece.replace(/[\\%_]/g, '\\$&')}%`;
}

/** By way of JSON: every driver passes on a text, and no quoting is left to get wrong. */
function textArray(values: readonly string[]): Prisma.Sql {
  return Prisma.sql`ARRAY(SELECT json_array_elements_text(${JSON.stringify(values)}::json))`;
}

function daysOf({ from, to }: WantedRuns): Prisma.Sql {
  const first = from === null ? Prisma.empty : Prisma.sql`AND "position" >= ${from}`;
  return to === null ? first : Prisma.sql`${first} AND "position" < ${to}`;
}

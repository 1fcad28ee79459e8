import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { checkedPage } from './checked-page';
import { foundRows } from './found-rows';
import { phraseCheck } from './phrase-check';
import { type PostgresCondition, postgresCondition, wholeCondition } from './postgres-condition';
import { byFigure, byFigureToTheEnd, byPosition, type Reading, withoutFigure } from './postgres-reading';
import { SAMPLE, splitCondition } from './postgres-split';
import {
  type FoundPage,
  type FoundRun,
  type PageStart,
  type Phase,
  pageOf,
  type RunQuery,
} from './run-query';

/**
 * How many of the next runs are read first; if at least `promising` of them match, `second` more are read.
 */
const WINDOWS = {
  /** Adjacent in the table, and cheap to read. */
  filtered: { first: 600, promising: 1, second: 6000 },
  /** Unpacks the words only of runs that pass the filters. */
  both: { first: 400, promising: 1, second: 6000 },
  /** Unpacks the words of every run. */
  searched: { first: 150, promising: 4, second: 600 },
  /** The same, scattered over the table. */
  filteredByFigure: { first: 600, promising: 4, second: 2400 },
  searchedByFigure: { first: 150, promising: 6, second: 600 },
} as const;
/** A page with this many runs is enough: the next page continues from there. */
const ENOUGH = 15;
/** Candidates checked per page, when the index only suspects a match. */
const CANDIDATES = 300;
/** Runs with the words of a phrase whose texts are checked per page. */
const PHRASES = 250;

/**
 * Runs that match filters or a search, from the table "RunSearchIndex".
 *
 * Postgres cannot read a GIN index in the order of the history, and estimates badly how many runs will match
 * (filters are rarely independent). So the planner gets no choice: common matches are found among the next
 * few runs in order; what was not found there is rare enough to be gathered from the index and sorted.
 */
export async function findInPostgres(
  runQuery: RunQuery,
  phase: Phase,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  const condition = postgresCondition(runQuery, phase);
  if (condition === null) return { found: [], next: null };
  const indexQuery = { ...runQuery, condition };
  const check = phase === 'words' ? phraseCheck(runQuery) : null;
  if (check === null) return readIndexQuery(indexQuery, start, limit);
  return checkedPage(await readIndexQuery(indexQuery, start, PHRASES), check, limit);
}

function readIndexQuery(indexQuery: IndexQuery, start: PageStart | null, limit: number): Promise<FoundPage> {
  if (indexQuery.sort === 'newest' || indexQuery.sort === 'oldest') {
    const reading = byPosition(indexQuery, start);
    return readPage(indexQuery, reading, reading, limit);
  }
  // Runs without the figure that the sort goes by come last, newest first.
  if (start?.figure === null) {
    const reading = withoutFigure(indexQuery, start);
    return readPage(indexQuery, reading, reading, limit);
  }
  return readPage(indexQuery, byFigure(indexQuery, start), byFigureToTheEnd(indexQuery, start), limit);
}

interface IndexQuery extends RunQuery {
  readonly condition: PostgresCondition;
}

/** @param all the same reading, up to the end */
async function readPage(
  indexQuery: IndexQuery,
  near: Reading,
  all: Reading,
  limit: number,
): Promise<FoundPage> {
  const { first, promising, second } = WINDOWS[kindOf(indexQuery)];
  const next = await readNext(indexQuery, near, 0, first, limit + 1);
  if (next.length >= promising && next.length < ENOUGH && next.length <= limit) {
    next.push(...(await readNext(indexQuery, near, first, second, limit + 1 - next.length)));
  }
  if (next.length > limit) return pageOf(next, limit);
  if (next.length >= ENOUGH) return { found: next, next: next.at(-1) ?? null };
  return gather(indexQuery, near, all, limit);
}

function kindOf({ search, sort, condition }: IndexQuery): keyof typeof WINDOWS {
  if (sort === 'longest' || sort === 'most_tokens') {
    return search === null ? 'filteredByFigure' : 'searchedByFigure';
  }
  if (search === null) return 'filtered';
  return condition.isNarrow ? 'both' : 'searched';
}

async function gather(
  indexQuery: IndexQuery,
  near: Reading,
  all: Reading,
  limit: number,
): Promise<FoundPage> {
  const { indexed, checked } = await splitCondition(
    indexQuery.condition,
    nextRows(indexQuery, near, 0, SAMPLE),
  );
  if (checked === null) return pageOf(await readIndexed(indexQuery, indexed, all, limit + 1), limit);
  const candidates = pageOf(await readIndexed(indexQuery, indexed, all, CANDIDATES + 1), CANDIDATES);
  return checkedPage(candidates, (positions) => held(positions, checked), limit);
}

/** Matches among the next `window` runs, after skipping `skipped`. */
function readNext(
  indexQuery: IndexQuery,
  reading: Reading,
  skipped: number,
  window: number,
  limit: number,
): Promise<FoundRun[]> {
  const { figure, order } = reading;
  return foundRows(Prisma.sql`
    SELECT "position", ${figure} AS "figure" FROM (${nextRows(indexQuery, reading, skipped, window)}) AS next
    WHERE ${wholeCondition(indexQuery.condition)} ORDER BY ${order} LIMIT ${limit}`);
}

/** Each owner's runs are read in order from an index, and merged. */
function nextRows(
  indexQuery: IndexQuery,
  { after, order }: Reading,
  skipped: number,
  window: number,
): Prisma.Sql {
  const next = indexQuery.owners.map(
    (
      owner,
    ) => Prisma.sql`(SELECT * FROM "RunSearchIndex" WHERE "owner" = ${owner} ${after} ${daysOf(indexQuery)}
      ORDER BY ${order} LIMIT ${skipped + window})`,
  );
  return Prisma.sql`SELECT * FROM (${Prisma.join(next, ' UNION ALL ')}) AS each
    ORDER BY ${order} LIMIT ${window} OFFSET ${skipped}`;
}

function readIndexed(
  indexQuery: IndexQuery,
  indexed: Prisma.Sql,
  { after, order, figure }: Reading,
  limit: number,
): Promise<FoundRun[]> {
  // The owner is among the facets: as a column condition too, it would tempt the planner to walk through all
  // runs. So would the order, without OFFSET 0.
  return foundRows(Prisma.sql`
    SELECT "position", ${figure} AS "figure" FROM (
      SELECT "position", "durationMs", "tokenCount" FROM "RunSearchIndex" WHERE ${indexed} ${after} ${daysOf(indexQuery)} OFFSET 0) AS hit
    ORDER BY ${order} LIMIT ${limit}`);
}

async function held(positions: readonly number[], condition: Prisma.Sql): Promise<ReadonlySet<number>> {
  const rows = await getDb().$queryRaw<{ position: bigint }[]>`
    SELECT "position" FROM "RunSearchIndex" WHERE "position" IN (${Prisma.join([...positions])}) AND ${condition}`;
  return new Set(rows.map(({ position }) => Number(position)));
}

function daysOf({ from, to }: RunQuery): Prisma.Sql {
  const first = from === null ? Prisma.empty : Prisma.sql`AND "position" >= ${from}`;
  return to === null ? first : Prisma.sql`${first} AND "position" < ${to}`;
}

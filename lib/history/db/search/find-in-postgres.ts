import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { checkedPage } from './checked-page';
import { foundRows } from './found-rows';
import { phraseCheck } from './phrase-check';
import { postgresCondition, wholeCondition } from './postgres-condition';
import { byFigure, byFigureToTheEnd, byPosition, type Reading, withoutFigure } from './postgres-reading';
import { daysOf, type IndexQuery, nextRows } from './postgres-rows';
import { commonTerms, SAMPLE, type SplitCondition, splitCondition } from './postgres-split';
import {
  type FoundPage,
  type FoundRun,
  type PageStart,
  type Phase,
  pageOf,
  type RunQuery,
} from './run-query';

/** How many of the next runs are read first: common matches are among them. */
const NEAR = {
  /** Adjacent in the table, and cheap to read. */
  filtered: 600,
  /** Unpacks the words only of runs that pass the filters. */
  both: 400,
  /** Unpacks the words of every run. */
  searched: 150,
  /** The same, scattered over the table. */
  filteredByFigure: 300,
  searchedByFigure: 100,
} as const;
const SIZES = {
  near: NEAR,
  /** Within how many of the next runs the index finds the matches then, before it finds all. */
  range: 10_000,
  /** A page with this many runs is enough: the next page continues from there. */
  enough: 15,
};
type Sizes = Omit<typeof SIZES, 'near'> & { readonly near: Record<keyof typeof NEAR, number> };
/** Candidates checked per page, when the index only suspects a match. */
const CANDIDATES = 300;
/** Runs with the words of a phrase whose texts are checked per page, and for a count, or an export, of such pages. */
const PHRASES = 125;
const LONG = { limit: 250, phrases: 200 } as const;

/**
 * Runs that match filters or a search, from the table "RunSearchIndex".
 *
 * Postgres cannot read a GIN index in the order of the history, and estimates badly how many runs will match
 * (filters are rarely independent). So the planner gets little choice: common matches are found among the next
 * few runs in order. What was not found there is rare enough to be gathered from the index and sorted: first from
 * a range of the next runs, whose rows the index of the order gives without reading them, and only then from all:
 * each match is a page of the table.
 */
export async function findInPostgres(
  runQuery: RunQuery,
  phase: Phase,
  start: PageStart | null,
  limit: number,
  sizes: Sizes = SIZES,
): Promise<FoundPage> {
  const condition = postgresCondition(runQuery, phase);
  if (condition === null) return { found: [], next: null };
  const indexQuery = { ...runQuery, condition, sizes };
  const check = phase === 'words' ? phraseCheck(runQuery) : null;
  if (check === null) return readIndexQuery(indexQuery, start, limit);
  if (limit < LONG.limit) return checkedPage(await readIndexQuery(indexQuery, start, PHRASES), check, limit);
  // No other page continues a count: what is near is not enough for it, but all that it may check.
  const long = { ...indexQuery, sizes: { ...sizes, enough: LONG.phrases } };
  return checkedPage(await readIndexQuery(long, start, LONG.phrases), check, limit);
}

interface SizedQuery extends IndexQuery {
  readonly sizes: Sizes;
}

function readIndexQuery(indexQuery: SizedQuery, start: PageStart | null, limit: number): Promise<FoundPage> {
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

/** @param all the same reading, up to the end */
async function readPage(
  indexQuery: SizedQuery,
  near: Reading,
  all: Reading,
  limit: number,
): Promise<FoundPage> {
  const { range, enough } = indexQuery.sizes;
  const next = await readNext(indexQuery, near, indexQuery.sizes.near[kindOf(indexQuery)], limit + 1);
  if (next.length > limit) return pageOf(next, limit);
  if (next.length >= enough) return { found: next, next: next.at(-1) ?? null };
  const { condition } = indexQuery;
  const common = await commonTerms(condition, nextRows(indexQuery, near, 0, SAMPLE));
  const split = (indexed: readonly Prisma.Sql[]) => splitCondition(condition, indexed, common);
  const inRange = await gatherInRange(indexQuery, split, near, range, limit);
  if (inRange !== null && inRange.found.length >= Math.min(enough, limit)) return inRange;
  return gather(indexQuery, split(condition.indexed), all, limit);
}

function kindOf({ search, sort, condition }: IndexQuery): keyof typeof NEAR {
  if (sort === 'longest' || sort === 'most_tokens') {
    return search === null ? 'filteredByFigure' : 'searchedByFigure';
  }
  if (search === null) return 'filtered';
  return condition.isNarrow ? 'both' : 'searched';
}

/** What is in a range of the next runs; null when there are no more runs than that. */
async function gatherInRange(
  indexQuery: IndexQuery,
  split: (indexed: readonly Prisma.Sql[]) => SplitCondition,
  near: Reading,
  length: number,
  limit: number,
): Promise<FoundPage | null> {
  const { owners, condition } = indexQuery;
  const [end] = await foundRows(Prisma.sql`
    SELECT "position", ${near.figure} AS "figure" FROM (${nextRows(indexQuery, near, length - 1, 1, near.columns)}) AS next`);
  if (end === undefined) return null;
  const range: Reading = { ...near, after: Prisma.sql`${near.after} AND ${near.upTo(end)}` };
  // The range has one owner's runs, or little more: the list of all of them need not be read.
  const owner = Prisma.sql`"owner" IN (${Prisma.join([...owners])})`;
  const page = await gather(indexQuery, split([owner, ...condition.others]), range, limit);
  return { found: page.found, next: page.next ?? end };
}

async function gather(
  indexQuery: IndexQuery,
  { indexed, checked }: SplitCondition,
  all: Reading,
  limit: number,
): Promise<FoundPage> {
  if (checked === null) return pageOf(await readIndexed(indexQuery, indexed, all, limit + 1), limit);
  const candidates = pageOf(await readIndexed(indexQuery, indexed, all, CANDIDATES + 1), CANDIDATES);
  return checkedPage(candidates, (positions) => held(positions, checked), limit);
}

/** Matches among the next `window` runs. */
function readNext(
  indexQuery: IndexQuery,
  reading: Reading,
  window: number,
  limit: number,
): Promise<FoundRun[]> {
  const { figure, order } = reading;
  return foundRows(Prisma.sql`
    SELECT "position", ${figure} AS "figure" FROM (${nextRows(indexQuery, reading, 0, window)}) AS next
    WHERE ${wholeCondition(indexQuery.condition)} ORDER BY ${order} LIMIT ${limit}`);
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

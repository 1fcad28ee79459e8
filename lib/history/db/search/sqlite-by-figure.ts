import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import type { RunCheck } from './checked-page';
import {
  type FoundPage,
  type FoundRun,
  LAST_POSITION,
  type PageStart,
  pageOf,
  type RunQuery,
} from './run-query';
import { facetsCondition } from './sqlite-facets';
import type { Matches } from './sqlite-read';
import { rowsOf } from './sqlite-tables';

const SIZES = {
  /** Up to this many matches of a filter are looked up and sorted … */
  few: 12_000,
  /** … or of a search, since it costs more to check the next runs for words. */
  fewWords: 20_000,
  /** With more matches, this many of the next runs are checked first, by their own rows … */
  near: 2_000,
  /** … or this many, when each must be looked up in the lists of words … */
  nearWords: 100,
  /** … no more than these with one statement, since SQLite does nothing else meanwhile; … */
  atOnce: 200,
  /** … and if this many of them match, they are the page. */
  enough: 15,
  /** If none of them does, no others of these may be near either: up to this many matches are sorted then. */
  many: 80_000,
  /** Otherwise at most this many runs are walked past for one page. */
  far: 10_000,
};

/**
 * Matches by duration or tokens. Few matches are looked up in "RunSearchRow" and sorted; of many, the
 * next ones are found by walking the figure's own index, so that no page costs more than a bounded walk. Runs
 * without the figure follow, newest first.
 */
export async function readByFigure(
  runQuery: RunQuery,
  matches: Matches,
  start: PageStart | null,
  limit: number,
  sizes = SIZES,
): Promise<FoundPage> {
  const few = runQuery.search === null ? sizes.few : sizes.fewWords;
  const page = await sorted(runQuery, matches, start, limit, few);
  if (page !== null) return page;
  const near = await nearBy(runQuery, matches, start, limit, sizes);
  if (near.page !== null) return near.page;
  const all = near.count === 0 ? await sorted(runQuery, matches, start, limit, sizes.many) : null;
  return all ?? farther(runQuery, matches, start, limit, sizes.far);
}

/** Null when there are more matches than this. */
async function sorted(
  runQuery: RunQuery,
  matches: Matches,
  start: PageStart | null,
  limit: number,
  max: number,
): Promise<FoundPage | null> {
  const figure = figureOf(runQuery);
  const found: FoundRun[] = [];
  for (const part of matches.parts) {
    const hits = part.tables.withFigures(Prisma.sql`SELECT "row" FROM hit`, figure);
    // One walk through the index for both: whether they are few, and which they are.
    const rows = await getDb().$queryRaw<
      { count: number | bigint; position: number | bigint | null; figure: number | bigint | null }[]
    >`
      WITH hit AS MATERIALIZED (${rowsOf(runQuery, part)} LIMIT ${max + 1}),
        size AS MATERIALIZED (SELECT count(*) AS "count" FROM hit)
      SELECT size."count", next."position", next."figure" FROM size LEFT JOIN (
        ${hits} WHERE (SELECT "count" FROM size) <= ${max} AND ${afterAny(figure, start)}
        ORDER BY ${figure} DESC, run."position" DESC LIMIT ${limit + 1}) AS next`;
    if (Number(rows[0]?.count) > max) return null;
    for (const { position, figure: value } of rows) {
      if (position === null) continue;
      found.push({ position: Number(position), figure: value === null ? null : Number(value) });
    }
  }
  found.sort((a, b) => (b.figure ?? -1) - (a.figure ?? -1) || b.position - a.position);
  return pageOf(found, limit);
}

/** The page is null when too few of the next runs match. */
async function nearBy(
  runQuery: RunQuery,
  { membership }: Matches,
  start: PageStart | null,
  limit: number,
  { near: nearFacets, nearWords, atOnce, enough }: typeof SIZES,
): Promise<{ page: FoundPage | null; count: number }> {
  const isByFacets = runQuery.search === null;
  if (membership === null && !isByFacets) return { page: null, count: 0 };
  const matches = membership === null ? facetsCondition(runQuery) : Prisma.sql`1`;
  const found: FoundRun[] = [];
  let next = start;
  for (let left = isByFacets ? nearFacets : nearWords; left > 0 && found.length <= limit; left -= atOnce) {
    const length = Math.min(left, atOnce);
    const rows = await walkedRows(stretch(runQuery, next, length, matches));
    found.push(
      ...(membership === null ? rows.filter(({ matches }) => matches) : await held(rows, membership)),
    );
    next = endOf(rows, length, next);
    if (rows.length < length) break;
  }
  const count = found.length;
  if (count > limit) return { page: pageOf(found, limit), count };
  return { page: count < enough ? null : { found, next }, count };
}

async function held(rows: readonly FoundRun[], membership: RunCheck): Promise<FoundRun[]> {
  const matching = await membership(rows.map(({ position }) => position));
  return rows.filter(({ position }) => matching.has(position));
}

async function farther(
  runQuery: RunQuery,
  matches: Matches,
  start: PageStart | null,
  limit: number,
  far: number,
): Promise<FoundPage> {
  // The matches are gathered first, and the range is walked in order, only as far as the page needs.
  const isMatch = matches.parts.map(
    (part) => Prisma.sql`${part.tables.rowOf(Prisma.sql`+next."position"`)} IN (${rowsOf(runQuery, part)})`,
  );
  // The last of the range comes along, unless the page is full before: on its own it could be another one by then.
  const rows = await walkedRows(Prisma.sql`
    SELECT * FROM (
      SELECT * FROM (
        SELECT "position", "figure", 1 AS "matches" FROM (${stretch(runQuery, start, far)}) AS next
        WHERE ${Prisma.join(isMatch, ' OR ')} LIMIT ${limit + 1})
      UNION ALL SELECT * FROM (${stretch(runQuery, start, 1, Prisma.sql`0`)} OFFSET ${far - 1}))
    LIMIT ${limit + 1}`);
  const found = rows.filter(({ matches }) => matches);
  if (found.length > limit) return pageOf(found, limit);
  return { found, next: endOf(rows.slice(found.length), 1, start) };
}

/** A run of the range, and whether it is one that is looked for. */
interface WalkedRun extends FoundRun {
  readonly matches: boolean;
}

async function walkedRows(query: Prisma.Sql): Promise<WalkedRun[]> {
  const rows =
    await getDb().$queryRaw<Record<'position' | 'figure' | 'matches', number | bigint | null>[]>(query);
  return rows.map(({ position, figure, matches }) => ({
    position: Number(position),
    figure: figure === null ? null : Number(figure),
    matches: Boolean(Number(matches)),
  }));
}

/**
 * The user's next runs in the order of the index, including deleted ones, which the index cannot distinguish.
 */
function stretch(
  runQuery: RunQuery,
  start: PageStart | null,
  length: number,
  matches = Prisma.sql`1`,
): Prisma.Sql {
  const figure = figureOf(runQuery);
  return Prisma.sql`
    SELECT run."position", ${figure} AS "figure", ${matches} AS "matches" FROM "Run" AS run
    WHERE run."userId" = ${runQuery.userId} AND ${after(figure, start)} ${daysOf(runQuery)}
    ORDER BY ${figure} DESC, run."position" DESC LIMIT ${length}`;
}

function daysOf({ from, to }: RunQuery): Prisma.Sql {
  const first = from === null ? Prisma.empty : Prisma.sql`AND +run."position" >= ${from}`;
  return to === null ? first : Prisma.sql`${first} AND +run."position" < ${to}`;
}

/** The following runs of the same kind: those with the figure, or those without it. */
function after(figure: Prisma.Sql, start: PageStart | null): Prisma.Sql {
  if (start === null) return Prisma.sql`${figure} IS NOT NULL`;
  if (start.figure === null) return Prisma.sql`${figure} IS NULL AND run."position" < ${start.position}`;
  return Prisma.sql`(${figure}, run."position") < (${start.figure}, ${start.position})`;
}

/** The following runs of both kinds. */
function afterAny(figure: Prisma.Sql, start: PageStart | null): Prisma.Sql {
  if (start === null) return Prisma.sql`1`;
  return start.figure === null
    ? after(figure, start)
    : Prisma.sql`(${figure} IS NULL OR ${after(figure, start)})`;
}

/** Where a stretch of this length ends: at its last run, or where there are no more of its kind. */
function endOf(rows: readonly FoundRun[], length: number, start: PageStart | null): PageStart | null {
  const last = rows.at(-1);
  if (last !== undefined && rows.length >= length) return { figure: last.figure, position: last.position };
  const hadNone = start !== null && start.figure === null;
  return hadNone ? null : { figure: null, position: LAST_POSITION };
}

function figureOf({ sort }: RunQuery): Prisma.Sql {
  return sort === 'longest' ? Prisma.sql`run."durationMs"` : Prisma.sql`run."tokenCount"`;
}

import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { foundRows } from './found-rows';
import {
  type FoundPage,
  type FoundRun,
  LAST_POSITION,
  type PageStart,
  pageOf,
  type RunQuery,
} from './run-query';
import { areFew, type Matches } from './sqlite-read';
import { rowsOf } from './sqlite-tables';

const SIZES = {
  /** Up to this many matches are looked up and sorted. */
  few: 30_000,
  /** With more matches, this many of the next runs are checked first … */
  near: 200,
  /** … or this many, when each must be looked up in the lists of words … */
  nearWords: 100,
  /** … and if this many of them match, they are the page. */
  enough: 15,
  /** Otherwise at most this many runs are walked past for one page. */
  far: 20_000,
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
  if (await areFew(runQuery, matches.parts, sizes.few)) return sorted(runQuery, matches, start, limit);
  const near = await nearBy(runQuery, matches, start, limit, sizes);
  return near ?? farther(runQuery, matches, start, limit, sizes.far);
}

async function sorted(
  runQuery: RunQuery,
  matches: Matches,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  const figure = figureOf(runQuery);
  const found: FoundRun[] = [];
  for (const part of matches.parts) {
    const hits = part.tables.withFigures(rowsOf(runQuery, part), figure);
    const next = await foundRows(Prisma.sql`
      ${hits} WHERE ${afterAny(figure, start)}
      ORDER BY ${figure} DESC, run."position" DESC LIMIT ${limit + 1}`);
    found.push(...next);
  }
  found.sort((a, b) => (b.figure ?? -1) - (a.figure ?? -1) || b.position - a.position);
  return pageOf(found, limit);
}

/** Null when too few of the next runs match. */
async function nearBy(
  runQuery: RunQuery,
  matches: Matches,
  start: PageStart | null,
  limit: number,
  { near: nearFacets, nearWords, enough }: typeof SIZES,
): Promise<FoundPage | null> {
  if (matches.membership === null) return null;
  const near = runQuery.search === null ? nearFacets : nearWords;
  const next = await foundRows(stretch(runQuery, start, near));
  const matching = await matches.membership(next.map(({ position }) => position));
  const found = next.filter(({ position }) => matching.has(position));
  if (found.length > limit) return pageOf(found, limit);
  return found.length < enough ? null : { found, next: endOf(start, next, near) };
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
  const found = await foundRows(Prisma.sql`
    SELECT "position", "figure" FROM (${stretch(runQuery, start, far)}) AS next
    WHERE ${Prisma.join(isMatch, ' OR ')} LIMIT ${limit + 1}`);
  if (found.length > limit) return pageOf(found, limit);
  const last = await foundRows(Prisma.sql`${stretch(runQuery, start, 1)} OFFSET ${far - 1}`);
  return { found, next: endOf(start, last, 1) };
}

/**
 * The user's next runs in the order of the index, including deleted ones, which the index cannot distinguish.
 */
function stretch(runQuery: RunQuery, start: PageStart | null, length: number): Prisma.Sql {
  const figure = figureOf(runQuery);
  return Prisma.sql`
    SELECT run."position", ${figure} AS "figure" FROM "Run" AS run
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

/** @param rows the range, or its end; empty when fewer runs than `length` were left */
function endOf(start: PageStart | null, rows: readonly FoundRun[], length: number): PageStart | null {
  const last = rows.at(-1);
  if (last !== undefined && rows.length === length) return last;
  const hadNone = start !== null && start.figure === null;
  return hadNone ? null : { figure: null, position: LAST_POSITION };
}

function figureOf({ sort }: RunQuery): Prisma.Sql {
  return sort === 'longest' ? Prisma.sql`run."durationMs"` : Prisma.sql`run."tokenCount"`;
}

import { getDb } from '../client';
import { Prisma } from '../generated/sqlite/client';
import {
  facetCheck,
  facetsMatch,
  phraseCheck,
  pieceCheck,
  piecesMatch,
  type RunCheck,
  wordsMatch,
  wordsOnlyMatch,
} from './sqlite-match';
import type { FoundPage, FoundRun, PageStart, Phase, WantedRuns } from './wanted-runs';

/** What an index only suspects is checked run by run: so many at a time … */
const CANDIDATES = 100;
/** … and so many for one page, which is then short. */
const MOST_CANDIDATES: Record<Phase, number> = { words: 250, pieces: 300 };
/** By a figure, filters are looked for among so many of the next runs first, … */
const WINDOW = 200;
/** … and if so many are found there, that is a page. */
const ENOUGH = 15;
/** So many matches are looked up one by one. */
const FEW = 1000;

/**
 * Runs that are filtered or searched for, from the FTS5 tables. By date these are read in the order of their row
 * numbers, which are positions: nothing is sorted, and reading ends with the page. By a figure, few matches are sorted;
 * otherwise the runs are walked in the order of the figure's index, past those that are no match.
 */
export async function findInSqlite(
  wanted: WantedRuns,
  phase: Phase,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  const match = phase === 'words' ? wordsMatch(wanted) : piecesMatch(wanted);
  if (match === null) return { found: [], next: null };
  const check = phase === 'words' ? phraseCheck(wanted) : pieceCheck(wanted);
  const matches: Matches =
    phase === 'words'
      ? { table: Prisma.sql`"RunWords"`, match, among: Prisma.empty }
      : {
          table: Prisma.sql`"RunPieces"`,
          match,
          among: Prisma.sql`${await amongFew(wanted)} ${withoutWords(wanted)}`,
        };
  if (check !== null) {
    const most = MOST_CANDIDATES[phase];
    const candidates = await readMatches(wanted, matches, start, most);
    return checked(candidates, check, limit, candidates.length < most);
  }
  if (wanted.search === null && isByFigure(wanted)) {
    const next = await readByFigure(wanted, null, start, WINDOW);
    const page = await checked(next, facetCheck(wanted), limit, next.length < WINDOW);
    if (page.found.length >= ENOUGH || page.next === null) return page;
  }
  return pageOf(await readMatches(wanted, matches, start, limit + 1), limit);
}

/** @param whole whether nothing follows the candidates */
async function checked(
  candidates: readonly FoundRun[],
  check: RunCheck,
  limit: number,
  whole: boolean,
): Promise<FoundPage> {
  const found: FoundRun[] = [];
  for (let at = 0; at < candidates.length; at += CANDIDATES) {
    const some = candidates.slice(at, at + CANDIDATES);
    const kept = await check(some.map(({ position }) => position));
    found.push(...some.filter(({ position }) => kept.has(position)));
    if (found.length > limit) return pageOf(found, limit);
  }
  return { found, next: whole ? null : (candidates.at(-1) ?? null) };
}

/** What an FTS5 table finds. */
interface Matches {
  readonly table: Prisma.Sql;
  readonly match: string;
  /** A further condition on the row number. */
  readonly among: Prisma.Sql;
}

function isByFigure({ sort }: WantedRuns): boolean {
  return sort === 'longest' || sort === 'most_tokens';
}

function readMatches(
  wanted: WantedRuns,
  matches: Matches,
  start: PageStart | null,
  limit: number,
): Promise<FoundRun[]> {
  return isByFigure(wanted)
    ? readByFigure(wanted, matches, start, limit)
    : readByPosition(wanted, matches, start, limit);
}

async function readByPosition(
  wanted: WantedRuns,
  { table, match, among }: Matches,
  start: PageStart | null,
  limit: number,
): Promise<FoundRun[]> {
  const forward = wanted.sort === 'oldest';
  const after =
    start === null
      ? Prisma.empty
      : Prisma.sql`AND rowid ${forward ? Prisma.sql`>` : Prisma.sql`<`} ${start.position}`;
  const rows = await getDb().$queryRaw<{ position: number | bigint }[]>`
    SELECT rowid AS "position" FROM ${table}
    WHERE ${table} MATCH ${match} ${after} ${daysOf(wanted, Prisma.sql`rowid`)} ${among}
    ORDER BY rowid ${forward ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT ${limit}`;
  return rows.map(({ position }) => ({ figure: null, position: Number(position) }));
}

/**
 * Runs without the figure follow, newest first.
 * @param matches null: all runs of the user, those that are deleted too (to ask for more than the index of the figure
 *   holds would mean reading each run that is walked past)
 */
async function readByFigure(
  wanted: WantedRuns,
  matches: Matches | null,
  start: PageStart | null,
  limit: number,
): Promise<FoundRun[]> {
  const figure = wanted.sort === 'longest' ? Prisma.sql`run."durationMs"` : Prisma.sql`run."tokenCount"`;
  const isMatch = matches === null ? Prisma.sql`1` : await matchCondition(wanted, matches);
  const read = async (after: Prisma.Sql, order: Prisma.Sql, most: number): Promise<FoundRun[]> => {
    const rows = await getDb().$queryRaw<{ position: number | bigint; figure: number | bigint | null }[]>`
      SELECT run."position", ${figure} AS "figure" FROM "Run" AS run
      WHERE run."userId" = ${wanted.userId} AND ${figure} ${after}
        ${daysOf(wanted, Prisma.sql`+run."position"`)} AND ${isMatch}
      ORDER BY ${order} LIMIT ${most}`;
    return rows.map((row) => ({
      position: Number(row.position),
      figure: row.figure === null ? null : Number(row.figure),
    }));
  };
  const found: FoundRun[] = [];
  if (start === null || start.figure !== null) {
    const after =
      start === null
        ? Prisma.empty
        : Prisma.sql`AND (${figure}, run."position") < (${start.figure}, ${start.position})`;
    const order = Prisma.sql`${figure} DESC, run."position" DESC`;
    found.push(...(await read(Prisma.sql`IS NOT NULL ${after}`, order, limit)));
  }
  if (found.length >= limit) return found;
  const after = start?.figure === null ? Prisma.sql`AND run."position" < ${start.position}` : Prisma.empty;
  const rest = await read(
    Prisma.sql`IS NULL ${after}`,
    Prisma.sql`run."position" DESC`,
    limit - found.length,
  );
  return [...found, ...rest];
}

async function matchCondition(wanted: WantedRuns, matches: Matches): Promise<Prisma.Sql> {
  const few = await fewMatches(wanted, matches);
  if (few !== null) return Prisma.sql`run."position" IN (SELECT "value" FROM json_each(${few}))`;
  const { table, match, among } = matches;
  // The plus keeps the planner from looking up every match's run: the index of the figure is walked instead.
  return Prisma.sql`+run."position" IN (SELECT rowid FROM ${table}
    WHERE ${table} MATCH ${match} ${daysOf(wanted, Prisma.sql`rowid`)} ${among})`;
}

/** Those that the words found have been shown. Few runs have them by now, or many pages were read. */
function withoutWords(wanted: WantedRuns): Prisma.Sql {
  const match = wordsOnlyMatch(wanted);
  if (match === null) return Prisma.empty;
  return Prisma.sql`AND +rowid NOT IN (SELECT rowid FROM "RunWords" WHERE "RunWords" MATCH ${match})`;
}

/** For an index that has no facets. Where many runs have them the next candidates are enough to find some. */
async function amongFew(wanted: WantedRuns): Promise<Prisma.Sql> {
  if (wanted.facets.length === 0 && wanted.anyOf.length === 0) return Prisma.empty;
  const few = await fewMatches(wanted, {
    table: Prisma.sql`"RunWords"`,
    match: facetsMatch(wanted),
    among: Prisma.empty,
  });
  // The plus keeps FTS5 from beginning its search anew for each of them.
  return few === null ? Prisma.empty : Prisma.sql`AND +rowid IN (SELECT "value" FROM json_each(${few}))`;
}

/** All positions as JSON, if they are few. */
async function fewMatches(wanted: WantedRuns, { table, match, among }: Matches): Promise<string | null> {
  const [few] = await getDb().$queryRaw<{ count: number | bigint; positions: string }[]>`
    SELECT count(*) AS "count", json_group_array("position") AS "positions" FROM (
      SELECT rowid AS "position" FROM ${table}
      WHERE ${table} MATCH ${match} ${daysOf(wanted, Prisma.sql`rowid`)} ${among} LIMIT ${FEW + 1})`;
  return few && Number(few.count) <= FEW ? few.positions : null;
}

function daysOf({ from, to }: WantedRuns, position: Prisma.Sql): Prisma.Sql {
  const first = from === null ? Prisma.empty : Prisma.sql`AND ${position} >= ${from}`;
  return to === null ? first : Prisma.sql`${first} AND ${position} < ${to}`;
}

function pageOf(found: readonly FoundRun[], limit: number): FoundPage {
  const page = found.slice(0, limit);
  return { found: page, next: found.length > limit ? (page.at(-1) ?? null) : null };
}

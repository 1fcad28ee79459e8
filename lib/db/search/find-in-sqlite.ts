import { foldText, type SearchTerm, searchPattern } from '@/lib/contract/search-terms';
import { getDb } from '../client';
import { Prisma } from '../generated/sqlite/client';
import { toStorable } from '../safe-text';
import { readTexts } from './run-texts';
import {
  type FoundPage,
  type FoundRun,
  isBeginning,
  type PageStart,
  type Phase,
  type WantedRuns,
} from './wanted-runs';

/** What the index only suspects is checked one run after the other: this many at a time, this many for one page. */
const CANDIDATES = 100;
const MOST_CANDIDATES = 500;

/**
 * Runs that are filtered or searched for, from the FTS5 tables. By date these are read in the order of their row
 * numbers, which are positions: nothing is sorted, and reading ends with the page.
 */
export function findInSqlite(
  wanted: WantedRuns,
  phase: Phase,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  const match = phase === 'words' ? wordsMatch(wanted) : piecesMatch(wanted);
  if (match === null) return Promise.resolve({ found: [], next: null });
  const check = phase === 'words' ? phraseCheck(wanted) : pieceCheck(wanted);
  const table = phase === 'words' ? Prisma.sql`"RunWords"` : Prisma.sql`"RunPieces"`;
  const index: Index = { table, match, check };
  return wanted.sort === 'newest' || wanted.sort === 'oldest'
    ? findByPosition(wanted, index, start, limit)
    : findByFigure(wanted, index, start, limit);
}

interface Index {
  readonly table: Prisma.Sql;
  readonly match: string;
  /** Of these row numbers, those of runs that are really wanted; null: all that the index names. */
  readonly check: ((positions: readonly number[]) => Promise<ReadonlySet<number>>) | null;
}

async function findByPosition(
  wanted: WantedRuns,
  index: Index,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  if (index.check === null)
    return pageOf((await readIndex(wanted, index, start, limit + 1)).map(foundAt), limit);
  const found: FoundRun[] = [];
  let from = start;
  for (let looked = 0; looked < MOST_CANDIDATES; looked += CANDIDATES) {
    const candidates = await readIndex(wanted, index, from, CANDIDATES);
    const kept = await index.check(candidates);
    found.push(...candidates.filter((position) => kept.has(position)).map(foundAt));
    const last = candidates.at(-1);
    if (found.length > limit || last === undefined || candidates.length < CANDIDATES)
      return pageOf(found, limit);
    from = foundAt(last);
  }
  // Broken off: what was found, and where to go on.
  return { found, next: from };
}

async function readIndex(
  wanted: WantedRuns,
  { table, match }: Index,
  start: PageStart | null,
  limit: number,
): Promise<number[]> {
  const forward = wanted.sort === 'oldest';
  const after =
    start === null
      ? Prisma.empty
      : Prisma.sql`AND rowid ${forward ? Prisma.sql`>` : Prisma.sql`<`} ${start.position}`;
  const rows = await getDb().$queryRaw<{ position: number | bigint }[]>`
    SELECT rowid AS "position" FROM ${table} WHERE ${table} MATCH ${match} ${after} ${daysOf(wanted, Prisma.sql`rowid`)}
    ORDER BY rowid ${forward ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT ${limit}`;
  return rows.map(({ position }) => Number(position));
}

/** By a figure the matches are gathered first. Runs without the figure follow, newest first. */
async function findByFigure(
  wanted: WantedRuns,
  index: Index,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  const isMatch = await matchCondition(wanted, index);
  const found =
    start !== null && start.figure === null ? [] : await readFigures(wanted, isMatch, start, limit + 1);
  if (found.length <= limit) {
    const after = start?.figure === null ? start : null;
    found.push(...(await readWithoutFigure(wanted, isMatch, after, limit + 1 - found.length)));
  }
  return pageOf(found, limit);
}

/** What has to be checked is checked for the newest of the matches only: the rest is beyond what a page may cost. */
async function matchCondition(wanted: WantedRuns, index: Index): Promise<Prisma.Sql> {
  const { table, match, check } = index;
  if (check === null) {
    return Prisma.sql`run."position" IN (SELECT rowid FROM ${table} WHERE ${table} MATCH ${match})`;
  }
  const candidates = await readIndex({ ...wanted, sort: 'newest' }, index, null, MOST_CANDIDATES);
  const kept = [...(await check(candidates))];
  return kept.length === 0 ? Prisma.sql`0` : Prisma.sql`run."position" IN (${Prisma.join(kept)})`;
}

async function readFigures(
  wanted: WantedRuns,
  isMatch: Prisma.Sql,
  start: PageStart | null,
  limit: number,
): Promise<FoundRun[]> {
  const figure = figureColumn(wanted);
  const after =
    start === null
      ? Prisma.empty
      : Prisma.sql`AND (run.${figure}, run."position") < (${start.figure}, ${start.position})`;
  const rows = await getDb().$queryRaw<{ position: number | bigint; figure: number | bigint }[]>`
    SELECT run."position", run.${figure} AS "figure" FROM "Run" AS run
    WHERE run."userId" = ${wanted.userId} AND run."deletedAt" IS NULL AND run.${figure} IS NOT NULL
      ${after} ${daysOf(wanted, Prisma.sql`+run."position"`)} AND ${isMatch}
    ORDER BY run.${figure} DESC, run."position" DESC LIMIT ${limit}`;
  return rows.map(({ position, figure: value }) => ({ position: Number(position), figure: Number(value) }));
}

async function readWithoutFigure(
  wanted: WantedRuns,
  isMatch: Prisma.Sql,
  start: PageStart | null,
  limit: number,
): Promise<FoundRun[]> {
  const after = start === null ? Prisma.empty : Prisma.sql`AND run."position" < ${start.position}`;
  const rows = await getDb().$queryRaw<{ position: number | bigint }[]>`
    SELECT run."position" FROM "Run" AS run
    WHERE run."userId" = ${wanted.userId} AND run."deletedAt" IS NULL AND run.${figureColumn(wanted)} IS NULL
      ${after} ${daysOf(wanted, Prisma.sql`run."position"`)} AND ${isMatch}
    ORDER BY run."position" DESC LIMIT ${limit}`;
  return rows.map(({ position }) => foundAt(Number(position)));
}

function figureColumn({ sort }: WantedRuns): Prisma.Sql {
  return sort === 'longest' ? Prisma.sql`"durationMs"` : Prisma.sql`"tokenCount"`;
}

function daysOf({ from, to }: WantedRuns, position: Prisma.Sql): Prisma.Sql {
  const first = from === null ? Prisma.empty : Prisma.sql`AND ${position} >= ${from}`;
  return to === null ? first : Prisma.sql`${first} AND ${position} < ${to}`;
}

/** Null when a search has no word in it: then only pieces can be found. */
function wordsMatch(wanted: WantedRuns): string | null {
  const terms = wanted.search?.terms;
  if (terms?.length === 0) return null;
  return [...facetWords(wanted), ...(terms ?? []).flatMap(termWords)].join(' AND ');
}

/** Where words stand is not in the index: a phrase is all of its words, and looked up in the text. */
function termWords(term: SearchTerm): string[] {
  return term.words.map((word) => `"${word}"${isBeginning(term) ? '*' : ''}`);
}

function facetWords({ facets, anyOf }: WantedRuns): string[] {
  return [...facets.map(facetWord), ...anyOf.map((values) => `(${values.map(facetWord).join(' OR ')})`)];
}

/** As the view "RunSearched" writes them; the flags have no value. */
function facetWord(facet: string): string {
  const isFlag = facet === 'star' || facet === 'probs';
  const word = isFlag ? facet : facet.slice(0, 1) + Buffer.from(facet.slice(1), 'utf8').toString('hex');
  return `"\ue000${word}"`;
}

/** Null when there is no phrase to look up. */
function phraseCheck({ search }: WantedRuns): Index['check'] {
  const patterns = (search?.terms ?? [])
    .filter((term) => term.words.length > 1)
    .flatMap((term) => searchPattern(`"${term.words.join(' ')}"`) ?? []);
  if (patterns.length === 0) return null;
  return async (positions) => {
    const texts = await readTexts(positions);
    return new Set(
      positions.filter((position) => {
        const own = texts.filter((text) => text.position === position);
        return patterns.every((pattern) => own.some(({ text }) => pattern.test(text)));
      }),
    );
  };
}

/** Every three characters of every piece; null when none is that long. */
function piecesMatch({ search }: WantedRuns): string | null {
  const triples = new Set<string>();
  for (const piece of search?.pieces ?? []) {
    const letters = [...piece];
    for (let at = 0; at + 3 <= letters.length; at += 1) {
      const triple = letters.slice(at, at + 3).join('');
      // What is stored in other letters has other triples.
      if (toStorable(triple) === triple) triples.add(triple);
    }
  }
  if (triples.size === 0) return null;
  return [...triples].map((triple) => `"${triple.replaceAll('"', '""')}"`).join(' AND ');
}

/** Runs of the user, with the facets, without the words (those have been shown), whose line holds every piece. */
function pieceCheck(wanted: WantedRuns): Index['check'] {
  const pieces = wanted.search?.pieces ?? [];
  return async (positions) => {
    if (positions.length === 0) return new Set();
    const rows = await getDb().$queryRaw<ShownRow[]>`
      SELECT "position", "title", "note", "promptPreview", "outputPreview" FROM "Run"
      WHERE "userId" = ${wanted.userId} AND "position" IN (${Prisma.join([...positions])})`;
    const shown = rows.filter((row) => holdsPieces(row, pieces)).map(({ position }) => Number(position));
    const [ofFacets, ofWords] = await Promise.all([
      matching(facetWords(wanted).join(' AND '), shown),
      matching(wordsMatch(wanted), shown),
    ]);
    return new Set([...ofFacets].filter((position) => !ofWords.has(position)));
  };
}

interface ShownRow {
  readonly position: number | bigint;
  readonly title: string | null;
  readonly note: string | null;
  readonly promptPreview: string;
  readonly outputPreview: string;
}

function holdsPieces(row: ShownRow, pieces: readonly string[]): boolean {
  const shown = foldText(`${row.title ?? ''}\n${row.note ?? ''}\n${row.promptPreview}\n${row.outputPreview}`);
  return pieces.every((piece) => shown.includes(piece));
}

/** Read as a span and not row by row, since the index would begin its search anew for each. */
async function matching(match: string | null, positions: readonly number[]): Promise<ReadonlySet<number>> {
  if (match === null || positions.length === 0) return new Set();
  const wanted = new Set(positions);
  const rows = await getDb().$queryRaw<{ position: number | bigint }[]>`
    SELECT rowid AS "position" FROM "RunWords" WHERE "RunWords" MATCH ${match}
      AND rowid >= ${Math.min(...positions)} AND rowid <= ${Math.max(...positions)}`;
  return new Set(rows.map(({ position }) => Number(position)).filter((position) => wanted.has(position)));
}

function pageOf(found: readonly FoundRun[], limit: number): FoundPage {
  const page = found.slice(0, limit);
  return { found: page, next: found.length > limit ? (page.at(-1) ?? null) : null };
}

function foundAt(position: number): FoundRun {
  return { figure: null, position };
}

import { foldText } from '@/lib/contract/search-terms';
import { getDb } from '../client';
import { Prisma } from '../generated/sqlite/client';
import { toStorable } from '../safe-text';
import { type FoundPage, type FoundRun, isBeginning, type PageStart, type WantedRuns } from './wanted-runs';

/** Pieces of words are checked one candidate after the other: this many at a time, and this many for one page. */
const CANDIDATES = 100;
const MOST_CANDIDATES = 600;
/** A sort by a figure looks for matches among this many of the first runs, before all matches are gathered. */
const FIGURE_WINDOW = 400;

/** Runs that are filtered or searched for, from the FTS5 tables. */
export function findInSqlite(wanted: WantedRuns, start: PageStart | null, limit: number): Promise<FoundPage> {
  return wanted.sort === 'newest' || wanted.sort === 'oldest'
    ? findByPosition(wanted, start, limit)
    : findByFigure(wanted, start, limit);
}

/**
 * The index is read in the order of its row numbers, which are positions: nothing is sorted, and reading ends with the
 * page. Runs that hold the words, and runs whose line shows them as pieces, are two such readings that are merged.
 */
async function findByPosition(
  wanted: WantedRuns,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  const match = wordsMatch(wanted);
  const words = match === null ? [] : await readWords(match, rangeOf(wanted, start), wanted, limit + 1);
  const full = words.length > limit;
  const last = full ? words[limit] : undefined;
  const pieces = await findPieces(wanted, rangeOf(wanted, start, last), new Set(words), limit + 1);
  const direction = wanted.sort === 'newest' ? -1 : 1;
  const merged = [...words, ...pieces.positions].sort((a, b) => direction * (a - b));
  // Where looking for pieces was broken off, nothing past that place is known.
  const { brokenOffAt } = pieces;
  const known = brokenOffAt === null ? merged : merged.filter((at) => direction * (brokenOffAt - at) >= 0);
  const page = known.slice(0, limit).map(foundAt);
  const lastOfPage = page.at(-1);
  if (known.length > limit && lastOfPage) return { found: page, next: lastOfPage };
  return { found: page, next: brokenOffAt === null ? null : foundAt(brokenOffAt) };
}

async function readWords(
  match: string,
  range: Prisma.Sql,
  { sort }: WantedRuns,
  limit: number,
): Promise<number[]> {
  const rows = await getDb().$queryRaw<{ position: number | bigint }[]>`
    SELECT rowid AS "position" FROM "RunWords" WHERE "RunWords" MATCH ${match} ${range}
    ORDER BY rowid ${sort === 'newest' ? Prisma.sql`DESC` : Prisma.sql`ASC`} LIMIT ${limit}`;
  return rows.map(({ position }) => Number(position));
}

interface Pieces {
  readonly positions: readonly number[];
  /** The last candidate that was looked at, when there may be more after it. */
  readonly brokenOffAt: number | null;
}

const NO_PIECES: Pieces = { positions: [], brokenOffAt: null };

/** Runs whose title, note or first words hold every piece. The trigram table names candidates; the text decides. */
async function findPieces(
  wanted: WantedRuns,
  range: Prisma.Sql,
  known: ReadonlySet<number>,
  limit: number,
): Promise<Pieces> {
  const match = piecesMatch(wanted);
  if (match === null) return NO_PIECES;
  const direction = wanted.sort === 'oldest' ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const positions: number[] = [];
  let after = range;
  for (let looked = 0; ; ) {
    const rows = await getDb().$queryRaw<ShownRow[]>`
      SELECT candidate."position", run."title", run."note", run."promptPreview", run."outputPreview"
      FROM (SELECT rowid AS "position" FROM "RunPieces" WHERE "RunPieces" MATCH ${match} ${after}
        ORDER BY rowid ${direction} LIMIT ${CANDIDATES}) AS candidate
      JOIN "Run" AS run ON run."position" = candidate."position"
      WHERE run."userId" = ${wanted.userId}
      ORDER BY candidate."position" ${direction}`;
    const last = await lastCandidate(match, after, direction);
    const fresh = rows
      .map((row) => ({ ...row, position: Number(row.position) }))
      .filter((row) => !known.has(row.position) && holdsPieces(row, wanted))
      .map(({ position }) => position);
    positions.push(...(await withFacets(wanted, fresh)));
    if (last === null) return { positions, brokenOffAt: null };
    looked += CANDIDATES;
    if (positions.length >= limit || looked >= MOST_CANDIDATES) return { positions, brokenOffAt: last };
    after = Prisma.sql`${range} AND rowid ${wanted.sort === 'oldest' ? Prisma.sql`>` : Prisma.sql`<`} ${last}`;
  }
}

/** The candidate that a full helping ends with; null when there are fewer. (Candidates may be other people's.) */
async function lastCandidate(
  match: string,
  range: Prisma.Sql,
  direction: Prisma.Sql,
): Promise<number | null> {
  const rows = await getDb().$queryRaw<{ position: number | bigint }[]>`
    SELECT rowid AS "position" FROM "RunPieces" WHERE "RunPieces" MATCH ${match} ${range}
    ORDER BY rowid ${direction} LIMIT 1 OFFSET ${CANDIDATES - 1}`;
  return rows[0] === undefined ? null : Number(rows[0].position);
}

interface ShownRow {
  readonly position: number | bigint;
  readonly title: string | null;
  readonly note: string | null;
  readonly promptPreview: string;
  readonly outputPreview: string;
}

function holdsPieces(
  { title, note, promptPreview, outputPreview }: ShownRow,
  { search }: WantedRuns,
): boolean {
  const shown = foldText(`${title ?? ''}\n${note ?? ''}\n${promptPreview}\n${outputPreview}`);
  return search?.pieces.every((piece) => shown.includes(piece)) ?? false;
}

async function withFacets(wanted: WantedRuns, positions: readonly number[]): Promise<number[]> {
  if (positions.length === 0) return [];
  const rows = await getDb().$queryRaw<{ position: number | bigint }[]>`
    SELECT rowid AS "position" FROM "RunWords"
    WHERE "RunWords" MATCH ${facetsMatch(wanted)} AND rowid IN (${Prisma.join(positions)})`;
  return rows.map(({ position }) => Number(position));
}

/**
 * By a figure the index cannot be read in order. Matches that are common are found among the first runs in that order;
 * otherwise they are few enough to be gathered and sorted. Runs without the figure follow, newest first.
 */
async function findByFigure(wanted: WantedRuns, start: PageStart | null, limit: number): Promise<FoundPage> {
  const pieces = await findPieces(wanted, rangeOf(wanted, null), new Set(), MOST_CANDIDATES);
  const found: FoundRun[] = [];
  if (start === null || start.figure !== null) {
    for (const readAll of [false, true]) {
      const rows = await readFigures(wanted, start, pieces.positions, limit + 1, readAll);
      if (!readAll && rows.length <= limit) continue;
      found.push(...rows);
      break;
    }
  }
  if (found.length <= limit) {
    const after = start?.figure === null ? start : null;
    found.push(...(await readWithoutFigure(wanted, after, pieces.positions, limit + 1 - found.length)));
  }
  const page = found.slice(0, limit);
  return { found: page, next: found.length > limit ? (page.at(-1) ?? null) : null };
}

async function readFigures(
  wanted: WantedRuns,
  start: PageStart | null,
  pieces: readonly number[],
  limit: number,
  all: boolean,
): Promise<FoundRun[]> {
  const figure = figureColumn(wanted);
  const after =
    start === null
      ? Prisma.empty
      : Prisma.sql`AND (run.${figure}, run."position") < (${start.figure}, ${start.position})`;
  const inOrder = Prisma.sql`
    FROM "Run" AS run WHERE run."userId" = ${wanted.userId} AND run."deletedAt" IS NULL
      AND run.${figure} IS NOT NULL ${after} ${daysOf(wanted, Prisma.sql`run."position"`)}`;
  const order = Prisma.sql`ORDER BY run.${figure} DESC, run."position" DESC`;
  const rows = await getDb().$queryRaw<{ position: number | bigint; figure: number | bigint }[]>`
    SELECT run."position", run.${figure} AS "figure" ${
      all
        ? Prisma.sql`${inOrder} AND ${isMatch(wanted, pieces)}`
        : Prisma.sql`FROM (SELECT run."position", run.${figure} ${inOrder} ${order} LIMIT ${FIGURE_WINDOW}) AS run
            WHERE ${isMatchOneByOne(wanted, pieces)}`
    } ${order} LIMIT ${limit}`;
  return rows.map(({ position, figure: value }) => ({ position: Number(position), figure: Number(value) }));
}

async function readWithoutFigure(
  wanted: WantedRuns,
  start: PageStart | null,
  pieces: readonly number[],
  limit: number,
): Promise<FoundRun[]> {
  const after = start === null ? Prisma.empty : Prisma.sql`AND run."position" < ${start.position}`;
  const rows = await getDb().$queryRaw<{ position: number | bigint }[]>`
    SELECT run."position" FROM "Run" AS run
    WHERE run."userId" = ${wanted.userId} AND run."deletedAt" IS NULL AND run.${figureColumn(wanted)} IS NULL
      ${after} ${daysOf(wanted, Prisma.sql`run."position"`)} AND ${isMatch(wanted, pieces)}
    ORDER BY run."position" DESC LIMIT ${limit}`;
  return rows.map(({ position }) => foundAt(Number(position)));
}

function figureColumn({ sort }: WantedRuns): Prisma.Sql {
  return sort === 'longest' ? Prisma.sql`"durationMs"` : Prisma.sql`"tokenCount"`;
}

function isMatch(wanted: WantedRuns, pieces: readonly number[]): Prisma.Sql {
  const match = wordsMatch(wanted);
  const ofWords =
    match === null
      ? Prisma.sql`0`
      : Prisma.sql`run."position" IN (SELECT rowid FROM "RunWords" WHERE "RunWords" MATCH ${match})`;
  return orPieces(ofWords, pieces);
}

function isMatchOneByOne(wanted: WantedRuns, pieces: readonly number[]): Prisma.Sql {
  const match = wordsMatch(wanted);
  const ofWords =
    match === null
      ? Prisma.sql`0`
      : Prisma.sql`EXISTS (SELECT 1 FROM "RunWords" WHERE "RunWords" MATCH ${match} AND rowid = run."position")`;
  return orPieces(ofWords, pieces);
}

function orPieces(ofWords: Prisma.Sql, pieces: readonly number[]): Prisma.Sql {
  if (pieces.length === 0) return ofWords;
  return Prisma.sql`(${ofWords} OR run."position" IN (${Prisma.join([...pieces])}))`;
}

/** The row numbers of the page: after its start, up to a last one, within the days. */
function rangeOf(wanted: WantedRuns, start: PageStart | null, last?: number): Prisma.Sql {
  const forward = wanted.sort === 'oldest';
  const after =
    start === null
      ? Prisma.empty
      : Prisma.sql`AND rowid ${forward ? Prisma.sql`>` : Prisma.sql`<`} ${start.position}`;
  const upTo =
    last === undefined
      ? Prisma.empty
      : Prisma.sql`AND rowid ${forward ? Prisma.sql`<=` : Prisma.sql`>=`} ${last}`;
  return Prisma.sql`${after} ${upTo} ${daysOf(wanted, Prisma.sql`rowid`)}`;
}

function daysOf({ from, to }: WantedRuns, position: Prisma.Sql): Prisma.Sql {
  const first = from === null ? Prisma.empty : Prisma.sql`AND ${position} >= ${from}`;
  return to === null ? first : Prisma.sql`${first} AND ${position} < ${to}`;
}

/** Null when a search has no word in it: then only pieces can be found. */
function wordsMatch(wanted: WantedRuns): string | null {
  if (wanted.search === null) return facetsMatch(wanted);
  const { terms } = wanted.search;
  if (terms.length === 0) return null;
  const words = terms.map(
    (term) => `{title note prompt output} : "${term.words.join(' ')}"${isBeginning(term) ? '*' : ''}`,
  );
  return [facetsMatch(wanted), ...words].join(' AND ');
}

function facetsMatch({ facets, anyOf }: WantedRuns): string {
  const all = facets.map(facetWord);
  const some = anyOf.map((values) => `(${values.map(facetWord).join(' OR ')})`);
  return `facets : (${[...all, ...some].join(' AND ')})`;
}

/** As the view "RunSearched" writes them; the flags have no value. */
function facetWord(facet: string): string {
  if (facet === 'star' || facet === 'probs') return facet;
  return facet.slice(0, 1) + Buffer.from(facet.slice(1), 'utf8').toString('hex');
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

function foundAt(position: number): FoundRun {
  return { figure: null, position };
}

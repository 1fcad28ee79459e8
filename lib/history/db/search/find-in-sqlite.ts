import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { checkedPage } from './checked-page';
import { phraseCheck } from './phrase-check';
import { readByFigure } from './sqlite-by-figure';
import {
  facetsMatch,
  membershipCheck,
  pieceCheck,
  piecesMatch,
  withoutWordsMatch,
  wordsMatch,
  wordsOnlyMatch,
} from './sqlite-match';
import { areFew, type Matches, readByPosition } from './sqlite-read';
import type { FoundPage, PageStart, Phase, WantedRuns } from './wanted-runs';

/** What an index only suspects is checked run by run: so many for one page. */
const MAX_CANDIDATES: Record<Phase, number> = { words: 250, pieces: 300 };
/** With no more runs than that that have the filters, the index of pieces is not asked. */
const FEW = 1000;
const WORDS = Prisma.sql`"RunWords"`;
const PIECES = Prisma.sql`"RunPieces"`;

/**
 * Runs that are filtered or searched for, from the FTS5 tables. By date these are read in the order of their row
 * numbers, which are positions: nothing is sorted, and reading ends with the page.
 */
export async function findInSqlite(
  wanted: WantedRuns,
  phase: Phase,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  const matches = phase === 'words' ? wordsMatches(wanted) : await piecesMatches(wanted);
  if (matches === null) return { found: [], next: null };
  const check = phase === 'words' ? phraseCheck(wanted) : pieceCheck(wanted);
  const isByFigure = wanted.sort === 'longest' || wanted.sort === 'most_tokens';
  const read = isByFigure ? readByFigure : readByPosition;
  if (check === null) return read(wanted, matches, start, limit);
  return checkedPage(await read(wanted, matches, start, MAX_CANDIDATES[phase]), check, limit);
}

function wordsMatches(wanted: WantedRuns): Matches | null {
  const match = wordsMatch(wanted);
  return match === null
    ? null
    : { table: WORDS, match, among: Prisma.empty, membership: membershipCheck(wanted) };
}

/** Without those that the words found, which have been shown. */
async function piecesMatches(wanted: WantedRuns): Promise<Matches | null> {
  const match = piecesMatch(wanted);
  if (match === null) return null;
  if (wanted.facets.length > 0 || wanted.anyOf.length > 0) {
    // The index of pieces has no facets: of few runs that have these, every line is looked at.
    const few = { table: WORDS, match: facetsMatch(wanted), among: Prisma.empty, membership: null };
    if (await areFew(wanted, few, FEW)) return { ...few, match: withoutWordsMatch(wanted) };
  }
  const words = wordsOnlyMatch(wanted);
  // Few runs have them by now, or many pages were read.
  const among =
    words === null
      ? Prisma.empty
      : Prisma.sql`AND +rowid NOT IN (SELECT rowid FROM "RunWords" WHERE "RunWords" MATCH ${words})`;
  return { table: PIECES, match, among, membership: null };
}

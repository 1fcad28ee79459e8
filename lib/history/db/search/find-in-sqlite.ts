import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { checkedPage } from './checked-page';
import { phraseCheck } from './phrase-check';
import type { FoundPage, PageStart, Phase, RunQuery } from './run-query';
import { readByFigure } from './sqlite-by-figure';
import {
  facetsMatch,
  membershipCheck,
  substringCheck,
  substringsMatch,
  withoutWordsMatch,
  wordsMatch,
  wordsOnlyMatch,
} from './sqlite-match';
import { areFew, type Matches, readByPosition } from './sqlite-read';

/** What an index only suspects is checked run by run: so many for one page. */
const MAX_CANDIDATES: Record<Phase, number> = { words: 250, substrings: 300 };
/** With no more runs than that that have the filters, the index of pieces is not asked. */
const FEW = 1000;
const WORDS = Prisma.sql`"RunWords"`;
const PIECES = Prisma.sql`"RunPieces"`;

/**
 * Runs that are filtered or searched for, from the FTS5 tables. By date these are read in the order of their row
 * numbers, which are positions: nothing is sorted, and reading ends with the page.
 */
export async function findInSqlite(
  runQuery: RunQuery,
  phase: Phase,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  const matches = phase === 'words' ? wordsMatches(runQuery) : await substringsMatches(runQuery);
  if (matches === null) return { found: [], next: null };
  const check = phase === 'words' ? phraseCheck(runQuery) : substringCheck(runQuery);
  const isByFigure = runQuery.sort === 'longest' || runQuery.sort === 'most_tokens';
  const read = isByFigure ? readByFigure : readByPosition;
  if (check === null) return read(runQuery, matches, start, limit);
  return checkedPage(await read(runQuery, matches, start, MAX_CANDIDATES[phase]), check, limit);
}

function wordsMatches(runQuery: RunQuery): Matches | null {
  const match = wordsMatch(runQuery);
  return match === null
    ? null
    : { table: WORDS, match, among: Prisma.empty, membership: membershipCheck(runQuery) };
}

/** Without those that the words found, which have been shown. */
async function substringsMatches(runQuery: RunQuery): Promise<Matches | null> {
  const match = substringsMatch(runQuery);
  if (match === null) return null;
  if (runQuery.facets.length > 0 || runQuery.anyOf.length > 0) {
    // The index of pieces has no facets: of few runs that have these, every line is looked at.
    const few = { table: WORDS, match: facetsMatch(runQuery), among: Prisma.empty, membership: null };
    if (await areFew(runQuery, few, FEW)) return { ...few, match: withoutWordsMatch(runQuery) };
  }
  const words = wordsOnlyMatch(runQuery);
  // Few runs have them by now, or many pages were read.
  const among =
    words === null
      ? Prisma.empty
      : Prisma.sql`AND +rowid NOT IN (SELECT rowid FROM "RunWords" WHERE "RunWords" MATCH ${words})`;
  return { table: PIECES, match, among, membership: null };
}

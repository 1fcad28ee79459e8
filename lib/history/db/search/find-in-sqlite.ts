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

/** Candidates checked run by run per page, when an index only suspects a match. */
const MAX_CANDIDATES: Record<Phase, number> = { words: 250, substrings: 300 };
/** When no more runs than this pass the filters, the trigram index is not used. */
const FEW = 1000;
const SEARCH_INDEX = Prisma.sql`"RunSearchIndex"`;
const TRIGRAM_INDEX = Prisma.sql`"RunTrigramIndex"`;

/**
 * Runs that match filters or a search, from the FTS5 tables. By date these are read in the order of their row
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
    : { table: SEARCH_INDEX, match, among: Prisma.empty, membership: membershipCheck(runQuery) };
}

/** Without the runs that the words found, which were shown already. */
async function substringsMatches(runQuery: RunQuery): Promise<Matches | null> {
  const match = substringsMatch(runQuery);
  if (match === null) return null;
  if (runQuery.facets.length > 0 || runQuery.anyOf.length > 0) {
    // The trigram index has no facets: when few runs have these, every line is checked.
    const few = { table: SEARCH_INDEX, match: facetsMatch(runQuery), among: Prisma.empty, membership: null };
    if (await areFew(runQuery, few, FEW)) return { ...few, match: withoutWordsMatch(runQuery) };
  }
  const words = wordsOnlyMatch(runQuery);
  // Few runs are left in this range, or many pages were read.
  const among =
    words === null
      ? Prisma.empty
      : Prisma.sql`AND +rowid NOT IN (SELECT rowid FROM "RunSearchIndex" WHERE "RunSearchIndex" MATCH ${words})`;
  return { table: TRIGRAM_INDEX, match, among, membership: null };
}

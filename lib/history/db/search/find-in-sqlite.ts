import { checkedPage } from './checked-page';
import { findBeginnings } from './find-beginnings';
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
import { type Match, type SqliteTables, tablesInUse } from './sqlite-tables';

/** Candidates checked run by run per page, when an index only suspects a match. Texts of a phrase are long … */
const MAX_CANDIDATES: Record<Phase, number> = { words: 125, substrings: 300 };
/** … and more of them are read for a count, or an export, which asks for long pages. */
const MAX_PHRASES = 250;
/** When no more runs than this pass the filters, the trigram index is not used. */
const FEW = 1000;

/**
 * Runs that match filters or a search, from the FTS5 tables. By date these are read in the order of their row
 * numbers, which is that of the history: nothing is sorted, and reading ends with the page.
 */
export async function findInSqlite(
  runQuery: RunQuery,
  phase: Phase,
  start: PageStart | null,
  limit: number,
): Promise<FoundPage> {
  const matches = phase === 'words' ? await wordsMatches(runQuery) : await substringsMatches(runQuery);
  if (matches === null) return { found: [], next: null };
  const check = phase === 'words' ? phraseCheck(runQuery) : substringCheck(runQuery);
  const isByFigure = runQuery.sort === 'longest' || runQuery.sort === 'most_tokens';
  const read = isByFigure ? readByFigure : readByPosition;
  if (check === null) return read(runQuery, matches, start, limit);
  const candidates = Math.max(MAX_CANDIDATES[phase], Math.min(limit, MAX_PHRASES));
  return checkedPage(await read(runQuery, matches, start, candidates), check, limit);
}

/** The words of a search in all tables that have runs; null when there is no word in it. */
export async function wordsMatches(runQuery: RunQuery): Promise<Matches | null> {
  const parts: Match[] = [];
  for (const tables of await tablesInUse()) {
    const match = wordsMatch(runQuery, await findBeginnings(runQuery, tables));
    if (match === null) return null;
    parts.push({ tables, index: 'words', match, withoutWords: null });
  }
  return { parts, membership: membershipCheck(runQuery, parts) };
}

/** Without the runs that the words found, which were shown already. */
async function substringsMatches(runQuery: RunQuery): Promise<Matches | null> {
  const match = substringsMatch(runQuery);
  if (match === null) return null;
  const all = await tablesInUse();
  const few = await withFewFacets(runQuery, all);
  const parts: Match[] = [];
  for (const tables of all) {
    const beginnings = await findBeginnings(runQuery, tables);
    parts.push(
      few
        ? { tables, index: 'words', match: withoutWordsMatch(runQuery, beginnings), withoutWords: null }
        : { tables, index: 'trigrams', match, withoutWords: wordsOnlyMatch(runQuery, beginnings) },
    );
  }
  return { parts, membership: null };
}

/** The trigram index has no facets: when few runs have these, every line is checked. */
async function withFewFacets(runQuery: RunQuery, all: readonly SqliteTables[]): Promise<boolean> {
  if (runQuery.facets.length === 0 && runQuery.anyOf.length === 0) return false;
  const match = facetsMatch(runQuery);
  const parts = all.map((tables) => ({ tables, index: 'words' as const, match, withoutWords: null }));
  return areFew(runQuery, parts, FEW);
}

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
import { countMatches, type Matches, readByPosition } from './sqlite-read';
import { type Match, type SqliteTables, tablesInUse } from './sqlite-tables';

/** Candidates checked run by run per page, when an index only suspects a match … */
const CANDIDATES: Record<Phase, number> = { words: 125, substrings: 300 };
/** … by a figure, where finding them costs more … */
const CANDIDATES_BY_FIGURE: Record<Phase, number> = { words: 75, substrings: 300 };
/** … and for a count, or an export, which asks for pages of this length or more. */
const LONG = { limit: 250, candidates: { words: 300, substrings: 1500 } } as const;
/** When no more runs than this pass the filters, the trigram index is not used. */
const FEW = 1000;
/**
 * With no more than this, the trigram index gives only these: it has the lines of all users, and a page that ends at
 * a run of somebody else would tell that there is one, and leave out what the own runs have.
 */
const SOME = 20_000;

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
  const isLong = limit >= LONG.limit;
  const matches = phase === 'words' ? await wordsMatches(runQuery) : await substringsMatches(runQuery);
  if (matches === null) return { found: [], next: null };
  const check = phase === 'words' ? phraseCheck(runQuery) : substringCheck(runQuery);
  const isByFigure = runQuery.sort === 'longest' || runQuery.sort === 'most_tokens';
  const read = isByFigure ? readByFigure : readByPosition;
  if (check === null) return read(runQuery, matches, start, limit);
  const candidates = isLong ? LONG.candidates : isByFigure ? CANDIDATES_BY_FIGURE : CANDIDATES;
  return checkedPage(await read(runQuery, matches, start, candidates[phase]), check, limit);
}

/** The words of a search in all tables that have runs; null when there is no word in it. */
export async function wordsMatches(runQuery: RunQuery): Promise<Matches | null> {
  const parts: Match[] = [];
  for (const tables of await tablesInUse()) {
    const match = wordsMatch(runQuery, await findBeginnings(runQuery, tables));
    if (match === null) return null;
    parts.push({ tables, index: 'words', match, ...ALL });
  }
  return { parts, membership: membershipCheck(runQuery, parts) };
}

/** Nothing else restricts the rows. */
const ALL = { withoutWords: null, onlyFacets: null } as const;

/** Without the runs that the words found, which were shown already. */
async function substringsMatches(runQuery: RunQuery): Promise<Matches | null> {
  const match = substringsMatch(runQuery);
  if (match === null) return null;
  const all = await tablesInUse();
  const count = await countFacets(runQuery, all, SOME);
  const few = count <= FEW;
  const onlyFacets = !few && count <= SOME ? facetsMatch(runQuery) : null;
  const parts: Match[] = [];
  for (const tables of all) {
    const beginnings = await findBeginnings(runQuery, tables);
    parts.push(
      few
        ? { tables, index: 'words', match: withoutWordsMatch(runQuery, beginnings), ...ALL }
        : {
            tables,
            index: 'trigrams',
            match,
            withoutWords: wordsOnlyMatch(runQuery, beginnings),
            onlyFacets,
          },
    );
  }
  return { parts, membership: null };
}

/**
 * How many runs of the user have the facets, up to one more than `max`: the trigram index has no facets, and with few
 * runs every line is checked.
 */
async function countFacets(runQuery: RunQuery, all: readonly SqliteTables[], max: number): Promise<number> {
  const match = facetsMatch(runQuery);
  const parts = all.map((tables) => ({ tables, index: 'words' as const, match, ...ALL }));
  return countMatches(runQuery, parts, max);
}

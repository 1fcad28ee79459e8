import { foldText } from '@/lib/history/model/search/fold-text';
import type { SearchTerm } from '@/lib/history/model/search/search-terms';
import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import type { RunCheck } from './checked-page';
import { MAX_TRIGRAMS, toFtsWord, trigramsOf } from './index-entry';
import { lookUp } from './look-up';
import type { RunQuery } from './run-query';
import { facetsCondition } from './sqlite-facets';
import type { Match } from './sqlite-tables';

/** Queries as FTS5 expressions, and the checks of what its tables can only suspect. */

/** Words with a beginning, by the beginning; those that are not in it are looked up as prefixes. */
export type Beginnings = ReadonlyMap<string, readonly string[]>;

/** For the words. Null when a search has no word in it: then only substrings can be found. */
export function wordsMatch(runQuery: RunQuery, beginnings: Beginnings): string | null {
  const terms = runQuery.search?.terms;
  if (terms?.length === 0) return null;
  return [facetsMatch(runQuery), ...termsMatches(terms ?? [], beginnings)].join(' AND ');
}

/**
 * The same without the filters, over everything that the owner has; null for a search that no word can match.
 */
export function wordsOnlyMatch({ owners, search }: RunQuery, beginnings: Beginnings): string | null {
  const terms = search?.terms ?? [];
  if (terms.length === 0) return null;
  return [groupsMatch([owners.map(facetWord)]), ...termsMatches(terms, beginnings)].join(' AND ');
}

/** Runs with the facets, but not the words. */
export function withoutWordsMatch(runQuery: RunQuery, beginnings: Beginnings): string {
  const terms = termsMatches(runQuery.search?.terms ?? [], beginnings);
  const facets = facetsMatch(runQuery);
  return terms.length === 0 ? facets : `(${facets}) NOT (${terms.join(' AND ')})`;
}

/**
 * The index does not store word positions: a phrase is looked up as all of its words, and then checked in the
 * text.
 */
function termsMatches(terms: readonly SearchTerm[], beginnings: Beginnings): string[] {
  return terms.flatMap(lookUp).map(({ text, isBeginning }) => {
    const word = toFtsWord(text);
    if (!isBeginning) return `"${word}"`;
    const words = beginnings.get(word);
    return words === undefined ? `"${word}"*` : `(${words.map((one) => `"${one}"`).join(' OR ')})`;
  });
}

export function facetsMatch(runQuery: RunQuery): string {
  return groupsMatch(facetGroups(runQuery));
}

function groupsMatch(groups: readonly (readonly string[])[]): string {
  return groups.map((group) => `(${group.map((word) => `"${word}"`).join(' OR ')})`).join(' AND ');
}

/**
 * A run must have one of each group. Written as the view "RunSearched" writes them; the flags have no value.
 */
function facetGroups({ owners, facets, anyOf }: RunQuery): string[][] {
  return [owners, ...facets.map((facet) => [facet]), ...anyOf].map((group) => group.map(facetWord));
}

function facetWord(facet: string): string {
  const isFlag = facet === 'star' || facet === 'probs';
  const word = isFlag ? facet : facet.slice(0, 1) + Buffer.from(facet.slice(1), 'utf8').toString('hex');
  return `\ue000${word}`;
}

/** For "RunTrigramIndex": every trigram of every substring; null when none is that long. */
export function substringsMatch({ search }: RunQuery): string | null {
  const trigrams = new Set((search?.substrings ?? []).flatMap(trigramsOf).slice(0, MAX_TRIGRAMS));
  if (trigrams.size === 0) return null;
  return [...trigrams].map((trigram) => `"${trigram.replaceAll('"', '""')}"`).join(' AND ');
}

/**
 * Runs with the facets and the words, phrases as their words. Null when there are no words, and when one is a prefix
 * that the tables would have to gather for each run.
 */
export function membershipCheck({ search }: RunQuery, parts: readonly Match[]): RunCheck | null {
  if (search === null) return null;
  const isGathered = ({ tables, match }: Match) =>
    search.terms.flatMap(lookUp).some(({ text, isBeginning }) => {
      const word = toFtsWord(text);
      return isBeginning && [...word].length > tables.prefixLetters && match.includes(`"${word}"*`);
    });
  if (parts.some(isGathered)) return null;
  return async (positions) => {
    if (positions.length === 0) return new Set();
    const held = new Set<number>();
    // FTS5 looks each of them up in the list of each word.
    for (const { tables, match } of parts) {
      const { words, rowOf } = tables;
      const given = Prisma.sql`SELECT "value" AS "position" FROM json_each(${JSON.stringify(positions)})`;
      const rows = await getDb().$queryRaw<{ position: number | bigint }[]>`
        SELECT given."position" FROM (SELECT "position", ${rowOf(Prisma.sql`one."position"`)} AS "row" FROM (${given}) AS one) AS given
        CROSS JOIN ${words} ON ${words}.rowid = given."row" WHERE ${words} MATCH ${match}`;
      for (const { position } of rows) held.add(Number(position));
    }
    return held;
  };
}

/** Runs with the facets whose line contains every substring. */
export function substringCheck(runQuery: RunQuery): RunCheck {
  const substrings = runQuery.search?.substrings ?? [];
  const facets = facetsCondition(runQuery);
  return async (positions) => {
    if (positions.length === 0) return new Set();
    const rows = await getDb().$queryRaw<{ position: number | bigint; shown: string }[]>`
      SELECT run."position", searched."shown" FROM "Run" AS run
      CROSS JOIN "RunSearched" AS searched ON searched."position" = run."position"
      WHERE run."position" IN (SELECT "value" FROM json_each(${JSON.stringify(positions)})) AND ${facets}`;
    const held = rows.filter((row) => {
      const shown = foldText(row.shown);
      return substrings.every((substring) => shown.includes(substring));
    });
    return new Set(held.map(({ position }) => Number(position)));
  };
}

import type { SearchTerm } from '@/lib/history/model/search/search-terms';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { MAX_TRIGRAMS, trigramNumbers } from './index-entry';
import { lookUp } from './look-up';
import type { Phase, RunQuery } from './run-query';

/** The condition on a row of "RunSearchIndex". */
export interface PostgresCondition {
  /** What the indexes find directly, besides the terms. */
  readonly indexed: readonly Prisma.Sql[];
  /** Whether `indexed` is more than the owner. */
  readonly isNarrow: boolean;
  readonly terms: readonly TermCondition[];
  /** What must not match; null: nothing. */
  readonly not: Prisma.Sql | null;
}

export interface TermCondition {
  readonly words: Prisma.Sql;
  /** Postgres joins the lists of all words with this prefix before it reads any other list. */
  readonly isBeginning: boolean;
}

/** Null when nothing can be found this way. */
export function postgresCondition(
  { owners, facets, anyOf, search }: RunQuery,
  phase: Phase,
): PostgresCondition | null {
  const [owner] = owners;
  const all = owners.length === 1 && owner !== undefined ? [owner, ...facets] : facets;
  const any = owners.length === 1 ? anyOf : [owners, ...anyOf];
  const indexed = all.length === 0 ? [] : [Prisma.sql`"facets" @> ${textArray(all)}`];
  for (const values of any) indexed.push(Prisma.sql`"facets" && ${textArray(values)}`);
  const isNarrow = facets.length > 0 || anyOf.length > 0;
  const terms = (search?.terms ?? []).map(termCondition);
  if (phase === 'words') {
    if (search !== null && terms.length === 0) return null;
    return { indexed, isNarrow, terms, not: null };
  }
  // The trigram index does not help with shorter ones.
  if (!search?.substrings.some((substring) => [...substring].length >= 3)) return null;
  const trigrams = search.substrings.flatMap(trigramNumbers).slice(0, MAX_TRIGRAMS);
  indexed.push(Prisma.sql`"trigrams" @> ${`{${trigrams.join()}}`}::integer[]`);
  for (const substring of search.substrings) indexed.push(Prisma.sql`"shown" LIKE ${pattern(substring)}`);
  const not = terms.length === 0 ? null : allOf(terms.map(({ words }) => words));
  return { indexed, isNarrow: true, terms: [], not };
}

export function wholeCondition({ indexed, terms, not }: PostgresCondition): Prisma.Sql {
  const refused = not === null ? [] : [Prisma.sql`NOT (${not})`];
  return allOf([...indexed, ...terms.map(({ words }) => words), ...refused]);
}

export function allOf(conditions: readonly Prisma.Sql[]): Prisma.Sql {
  return Prisma.join([...conditions], ' AND ');
}

function termCondition(term: SearchTerm): TermCondition {
  const words = lookUp(term);
  const query = words.map(({ text, isBeginning }) => `'${text}'${isBeginning ? ':*' : ''}`).join(' & ');
  return {
    // Passed as is: a parser would depend on the locale, and drop what it does not count as letters.
    words: Prisma.sql`"words" @@ ${query}::tsquery`,
    isBeginning: words.some(({ isBeginning }) => isBeginning),
  };
}

function pattern(substring: string): string {
  return `%${substring.replace(/[\\%_]/g, '\\$&')}%`;
}

/** As a constant, so that the planner's statistics show how many runs have it. */
function textArray(values: readonly string[]): Prisma.Sql {
  const quoted = values.map((value) => `"${value.replace(/[\\"]/g, '\\$&')}"`);
  return Prisma.sql`${`{${quoted.join()}}`}::text[]`;
}

import type { SearchTerm } from '@/lib/history/model/search/search-terms';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { MAX_TRIGRAMS, trigramNumbers } from './index-entry';
import { lookUp } from './look-up';
import type { Phase, RunQuery } from './run-query';

/** The condition on a row of "RunSearchIndex". */
export interface PostgresCondition {
  /** What the indexes find directly, besides the terms. */
  readonly indexed: readonly Prisma.Sql[];
  /** The same without the owner. */
  readonly others: readonly Prisma.Sql[];
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
  const others: Prisma.Sql[] = anyOf.map((values) => Prisma.sql`"facets" && ${textArray(values)}`);
  const isNarrow = facets.length > 0 || anyOf.length > 0;
  const terms = (search?.terms ?? []).map(termCondition);
  const not = phase === 'words' || terms.length === 0 ? null : allOf(terms.map(({ words }) => words));
  if (phase === 'substrings') {
    // The trigram index does not help with shorter ones.
    if (!search?.substrings.some((substring) => [...substring].length >= 3)) return null;
    const trigrams = search.substrings.flatMap(trigramNumbers).slice(0, MAX_TRIGRAMS);
    others.push(Prisma.sql`"trigrams" @> ${`{${trigrams.join()}}`}::integer[]`);
    for (const substring of search.substrings) others.push(Prisma.sql`"shown" LIKE ${pattern(substring)}`);
  } else if (search !== null && terms.length === 0) return null;
  const hasAll = (values: readonly string[]) =>
    values.length === 0 ? [] : [Prisma.sql`"facets" @> ${textArray(values)}`];
  // In one condition, the rarest of its values leads.
  const ofOwner =
    owners.length === 1
      ? hasAll([...owners, ...facets])
      : [...hasAll(facets), Prisma.sql`"facets" && ${textArray(owners)}`];
  return {
    indexed: [...ofOwner, ...others],
    others: [...hasAll(facets), ...others],
    isNarrow: isNarrow || phase === 'substrings',
    terms: phase === 'words' ? terms : [],
    not,
  };
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

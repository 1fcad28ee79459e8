import type { SearchTerm } from '@/lib/contract/search-terms';
import { Prisma } from '../generated/sqlite/client';
import { isBeginning, type Phase, type WantedRuns } from './wanted-runs';

/** What is wanted of a row of "RunWords". */
export interface PostgresCondition {
  /** What the indexes can find. */
  readonly indexed: Prisma.Sql;
  /** What must not be so; null: nothing. */
  readonly not: Prisma.Sql | null;
}

/** Null when nothing can be found in this way. */
export function postgresCondition(
  { owners, facets, anyOf, search }: WantedRuns,
  phase: Phase,
): PostgresCondition | null {
  const [owner] = owners;
  const all = owners.length === 1 && owner !== undefined ? [owner, ...facets] : facets;
  const any = owners.length === 1 ? anyOf : [owners, ...anyOf];
  const conditions = all.length === 0 ? [] : [Prisma.sql`"facets" @> ${textArray(all)}`];
  for (const values of any) conditions.push(Prisma.sql`"facets" && ${textArray(values)}`);
  const words = search === null ? null : wordsCondition(search.terms);
  if (phase === 'words') {
    if (search !== null && words === null) return null;
    if (words !== null) conditions.push(words);
    return { indexed: Prisma.join(conditions, ' AND '), not: null };
  }
  // Shorter ones the trigram index does not help with.
  if (!search?.pieces.some((piece) => [...piece].length >= 3)) return null;
  for (const piece of search.pieces) conditions.push(Prisma.sql`"shown" LIKE ${pattern(piece)}`);
  return { indexed: Prisma.join(conditions, ' AND '), not: words };
}

function wordsCondition(terms: readonly SearchTerm[]): Prisma.Sql | null {
  if (terms.length === 0) return null;
  const query = terms.map(
    (term) => `(${term.words.map((word) => `'${word}'`).join(' <-> ')}${isBeginning(term) ? ':*' : ''})`,
  );
  return Prisma.sql`"words" @@ to_tsquery('simple', ${query.join(' & ')})`;
}

function pattern(piece: string): string {
  return `%${piece.replace(/[\\%_]/g, '\\$&')}%`;
}

/** As a constant, so that the planner knows from its statistics how many runs have it. */
function textArray(values: readonly string[]): Prisma.Sql {
  const quoted = values.map((value) => `"${value.replace(/[\\"]/g, '\\$&')}"`);
  return Prisma.sql`${`{${quoted.join()}}`}::text[]`;
}

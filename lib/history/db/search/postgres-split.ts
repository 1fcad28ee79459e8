import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { allOf, type PostgresCondition, type TermCondition } from './postgres-condition';

/** A prefix that at least this share of the runs has is checked in the runs instead of the index. */
const COMMON = 0.1;
/** How many of the next runs are sampled to estimate that share. */
export const SAMPLE = 60;

/** A condition divided so that gathering is cheap. */
export interface SplitCondition {
  /** The part that is looked up in the index. */
  readonly indexed: Prisma.Sql;
  /** The part that is checked in the runs found; null: nothing. */
  readonly checked: Prisma.Sql | null;
}

/**
 * Splits off common prefixes: a GIN index joins the lists of thousands of words for one before it reads
 * anything else, while the rest of the condition finds only few runs, and many of them have the prefix.
 * @param indexed what the index finds, besides the terms
 * @param common the result of `commonTerms`
 */
export function splitCondition(
  { isNarrow, terms, not }: PostgresCondition,
  indexed: readonly Prisma.Sql[],
  common: readonly TermCondition[],
): SplitCondition {
  // One term, the rarest, must be left to find runs by.
  const looked = isNarrow || common.length < terms.length ? common : common.slice(0, -1);
  const checked = [...looked.map(({ words }) => words), ...(not === null ? [] : [Prisma.sql`NOT (${not})`])];
  const found = terms.filter((term) => !looked.includes(term)).map(({ words }) => words);
  return { indexed: allOf([...indexed, ...found]), checked: checked.length === 0 ? null : allOf(checked) };
}

/**
 * The prefixes that many runs have, the most common first.
 * @param sample SELECT of rows of "RunSearchIndex"
 */
export async function commonTerms(
  { isNarrow, terms }: PostgresCondition,
  sample: Prisma.Sql,
): Promise<readonly TermCondition[]> {
  return isNarrow || terms.length > 1 ? commonBeginnings(terms, sample) : [];
}

/** The most common first. */
async function commonBeginnings(
  terms: readonly TermCondition[],
  sample: Prisma.Sql,
): Promise<TermCondition[]> {
  const beginnings = terms.filter(({ isBeginning }) => isBeginning);
  if (beginnings.length === 0) return [];
  const counts = beginnings.map(({ words }) => Prisma.sql`count(*) FILTER (WHERE ${words})::integer`);
  const [row] = await getDb().$queryRaw<{ all: number; counts: number[] }[]>`
    SELECT count(*)::integer AS "all", ARRAY[${Prisma.join(counts)}] AS "counts" FROM (${sample}) AS sampled`;
  if (row === undefined) return [];
  const countOf = (term: TermCondition) => row.counts[beginnings.indexOf(term)] ?? 0;
  return beginnings
    .filter((term) => countOf(term) > row.all * COMMON)
    .sort((a, b) => countOf(b) - countOf(a));
}

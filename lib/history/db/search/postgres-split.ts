import { getDb } from '@/lib/platform/db/client';
import { Prisma } from '@/lib/platform/db/generated/sqlite/client';
import { allOf, type PostgresCondition, type TermCondition } from './postgres-condition';

/** A beginning that so large a part of the runs has is looked up in the runs … */
const COMMON = 0.1;
/** … as so many of the next ones say. */
export const SAMPLE = 60;

/** A condition as it is cheap to gather by. */
export interface SplitCondition {
  /** What the index is asked for. */
  readonly indexed: Prisma.Sql;
  /** What is looked up in the runs it finds; null: nothing. */
  readonly checked: Prisma.Sql | null;
}

/**
 * A common beginning makes a GIN index join the lists of thousands of words before it looks at anything else; the runs
 * that the rest of the condition finds are few, and many of them have it.
 * @param sample SELECT of rows of "RunWords"
 */
export async function splitCondition(
  { indexed, isNarrow, terms, not }: PostgresCondition,
  sample: Prisma.Sql,
): Promise<SplitCondition> {
  const common = isNarrow || terms.length > 1 ? await commonBeginnings(terms, sample) : [];
  // Something must be left to find runs by: the rarest.
  const looked = isNarrow || common.length < terms.length ? common : common.slice(0, -1);
  const checked = [...looked.map(({ words }) => words), ...(not === null ? [] : [Prisma.sql`NOT (${not})`])];
  const found = terms.filter((term) => !looked.includes(term)).map(({ words }) => words);
  return { indexed: allOf([...indexed, ...found]), checked: checked.length === 0 ? null : allOf(checked) };
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

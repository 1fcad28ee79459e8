import { type FoundPage, type FoundRun, pageOf } from './run-query';

/** Returns which of these positions belong to runs that really match. */
export type RunCheck = (positions: readonly number[]) => Promise<ReadonlySet<number>>;

/** How many are checked at a time; more for a page that is long. */
const PORTION = 100;
const PORTIONS = 5;

/** A page of the candidates that really match; it is short when few do. */
export async function checkedPage(
  { found: candidates, next }: FoundPage,
  check: RunCheck,
  limit: number,
): Promise<FoundPage> {
  const found: FoundRun[] = [];
  const portion = Math.max(PORTION, Math.ceil(candidates.length / PORTIONS));
  for (let at = 0; at < candidates.length; at += portion) {
    const some = candidates.slice(at, at + portion);
    const matching = await check(some.map(({ position }) => position));
    found.push(...some.filter(({ position }) => matching.has(position)));
    if (found.length > limit) return pageOf(found, limit);
  }
  return { found, next };
}

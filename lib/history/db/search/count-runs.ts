import type { RunCount } from '@/lib/history/model/run-count';
import type { RunFilter } from '@/lib/history/model/run-search';
import { getDb } from '@/lib/platform/db/client';
import { ofUser } from './find-unfiltered';
import { isNarrowed, toRunQuery } from './run-query';
import { findPositions } from './search-runs';

export interface CountLimits {
  /** All runs, or those of some days, are counted up to here: an index holds them next to each other. */
  readonly unfiltered: number;
  /** Runs that match a filter or a search are counted up to here. */
  readonly found: number;
  /** A page of matches may be short, or empty, when finding them is much work: no more pages are read. */
  readonly pages: number;
  /** No further page is read after this time, since the texts of a rare phrase are read one by one. Absent: any. */
  readonly ms?: number;
}

const LIMITS: CountLimits = { unfiltered: 100_000, found: 1_000, pages: 8, ms: 300 };

/** How many runs match, exactly or at least: where the whole number would take long, counting stops. */
export async function countRuns(
  userId: string,
  filter: RunFilter,
  limits: CountLimits = LIMITS,
): Promise<RunCount> {
  // The order changes nothing, and this one costs least.
  const unordered = { ...filter, sort: 'newest' } as const;
  const query = toRunQuery(userId, unordered);
  if (isNarrowed(query)) return countFound(userId, unordered, limits);
  const [row] = await getDb().$queryRaw<{ count: number | bigint }[]>`
    SELECT count(*) AS "count" FROM (
      SELECT 1 FROM "Run" WHERE ${ofUser(query)} LIMIT ${limits.unfiltered + 1}) AS counted`;
  return upTo(limits.unfiltered, Number(row?.count ?? 0));
}

async function countFound(
  userId: string,
  filter: RunFilter,
  { found, pages, ms = Number.POSITIVE_INFINITY }: CountLimits,
): Promise<RunCount> {
  const until = performance.now() + ms;
  let count = 0;
  let before: string | undefined;
  for (let page = 0; page < pages && count <= found && (page === 0 || performance.now() < until); page += 1) {
    const limit = found + 1 - count;
    const { positions, next } = await findPositions(userId, { ...filter, before, limit });
    count += positions.length;
    if (next === null) return upTo(found, count);
    before = next;
  }
  return { count: Math.min(count, found), isExact: false };
}

function upTo(most: number, count: number): RunCount {
  return count > most ? { count: most, isExact: false } : { count, isExact: true };
}

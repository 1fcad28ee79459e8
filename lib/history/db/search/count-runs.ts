import type { RunCount } from '@/lib/history/model/run-count';
import type { RunFilter } from '@/lib/history/model/run-search';
import { getDb } from '@/lib/platform/db/client';
import { ofUser } from './find-unfiltered';
import { isNarrowed, toRunQuery } from './run-query';
import { findPositions } from './search-runs';

/** All runs, or those of some days, are counted up to here: an index holds them next to each other. */
const MAX_UNFILTERED = 100_000;
/** Runs that match a filter or a search are counted up to here. */
const MAX_FOUND = 1_000;
/** A page of matches may be short, or empty, when finding them is much work: no more of these are read. */
const MAX_PAGES = 8;

/**
 * How many runs match, exactly or at least: where the whole number would take long, counting stops.
 */
export async function countRuns(userId: string, filter: RunFilter): Promise<RunCount> {
  // The order changes nothing, and this one costs least.
  const unordered = { ...filter, sort: 'newest' } as const;
  const query = toRunQuery(userId, unordered);
  if (isNarrowed(query)) return countFound(userId, unordered);
  const [row] = await getDb().$queryRaw<{ count: number | bigint }[]>`
    SELECT count(*) AS "count" FROM (
      SELECT 1 FROM "Run" WHERE ${ofUser(query)} LIMIT ${MAX_UNFILTERED + 1}) AS counted`;
  return counted(Number(row?.count ?? 0), MAX_UNFILTERED);
}

async function countFound(userId: string, filter: RunFilter): Promise<RunCount> {
  let count = 0;
  let before: string | undefined;
  for (let page = 0; page < MAX_PAGES && count <= MAX_FOUND; page += 1) {
    const { positions, next } = await findPositions(userId, {
      ...filter,
      before,
      limit: MAX_FOUND + 1 - count,
    });
    count += positions.length;
    if (next === null) return { count, isExact: true };
    before = next;
  }
  return count > MAX_FOUND ? counted(count, MAX_FOUND) : { count, isExact: false };
}

function counted(count: number, most: number): RunCount {
  return count > most ? { count: most, isExact: false } : { count, isExact: true };
}

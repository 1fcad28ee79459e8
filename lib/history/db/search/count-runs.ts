import type { RunCount } from '@/lib/history/model/run-count';
import type { RunFilter } from '@/lib/history/model/run-search';
import { getDb } from '@/lib/platform/db/client';
import { env } from '@/lib/platform/env/env';
import { countInPostgres } from './count-in-postgres';
import { ofUser } from './find-unfiltered';
import { isNarrowed, type RunQuery, toRunQuery } from './run-query';
import { findPositions, prepare } from './search-runs';

export interface CountLimits {
  /** All runs, or those of some days, are counted up to here: an index holds them next to each other. */
  readonly unfiltered: number;
  /** Runs that match a filter or a search are counted up to here. */
  readonly found: number;
}

const LIMITS: CountLimits = { unfiltered: 100_000, found: 1_000 };

/**
 * How many runs match, exactly or at least: where the whole number would take long, counting stops. That is past these
 * limits, and where an index only suspects so many matches that their texts are too many to be read.
 */
export async function countRuns(
  userId: string,
  filter: RunFilter,
  { unfiltered, found }: CountLimits = LIMITS,
): Promise<RunCount> {
  // The order changes nothing, and this one costs least.
  const unordered = { ...filter, sort: 'newest' } as const;
  const query = toRunQuery(userId, unordered);
  if (!isNarrowed(query)) return upTo(unfiltered, await countUnfiltered(query, unfiltered));
  if (env.databaseKind === 'postgresql') {
    await prepare(query);
    return upTo(found, await countInPostgres(query, found));
  }
  // One long page: SQLite finds as much of it as there is, or as much as it may check.
  const { positions, next } = await findPositions(userId, { ...unordered, limit: found + 1 });
  return upTo(found, { count: positions.length, isExact: next === null });
}

async function countUnfiltered(query: RunQuery, most: number): Promise<RunCount> {
  const [row] = await getDb().$queryRaw<{ count: number | bigint }[]>`
    SELECT count(*) AS "count" FROM (
      SELECT 1 FROM "Run" WHERE ${ofUser(query)} LIMIT ${most + 1}) AS counted`;
  return { count: Number(row?.count ?? 0), isExact: true };
}

function upTo(most: number, { count, isExact }: RunCount): RunCount {
  return count > most ? { count: most, isExact: false } : { count, isExact };
}

import { LRUCache } from 'lru-cache';
import type { Connection, Model } from '@/lib/connections/model/connections';
import { resolveConnection } from '@/lib/connections/server/resolve-connection';
import { listModels, targetFingerprint } from '@/lib/connections/server/upstream/list-models';
import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';

/** What one connection's server lists. */
export interface ConnectionModels {
  readonly connection: Connection;
  readonly models: readonly Model[];
  /** Why there is no list; null: there is one. */
  readonly problem: string | null;
}

/**
 * A server that failed is not asked again for this long: a call asks all connections, and a dead one would
 * cost every call its whole patience.
 */
const AGAIN_AFTER_MS = 30_000;

/** One call may not open a socket to each of fifty servers at the same moment. */
const AT_ONCE = 6;

const TOO_LATE = 'The server took too long to list its models.';

const failures = () =>
  perProcess('failed-model-lists', () => new LRUCache<string, string>({ max: 2_000, ttl: AGAIN_AFTER_MS }));

/**
 * The models of all these connections of a user, in their order. One that fails or has not answered when
 * `patience` aborts has none; its list is there for a later call.
 */
export async function modelsByConnection(
  userId: string,
  connections: readonly Connection[],
  patience: AbortSignal,
): Promise<ConnectionModels[]> {
  const tooLate = new Promise<null>((resolve) =>
    patience.addEventListener('abort', () => resolve(null), { once: true }),
  );
  const found: ConnectionModels[] = [];
  const waiting = connections.entries();
  const work = async () => {
    for (const [at, connection] of waiting) {
      found[at] = patience.aborted
        ? { connection, models: [], problem: TOO_LATE }
        : await modelsOf(userId, connection, tooLate);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return found;
}

async function modelsOf(
  userId: string,
  connection: Connection,
  tooLate: Promise<null>,
): Promise<ConnectionModels> {
  const without = (problem: string): ConnectionModels => ({ connection, models: [], problem });
  const target = await expected(resolveConnection(userId, connection.id));
  if (typeof target === 'string') return without(target);
  // A connection that was changed is asked at once.
  const key = targetFingerprint(target);
  const known = failures().get(key);
  if (known !== undefined) return without(known);
  const listing = expected(listModels(target)).then((found) => {
    if (typeof found === 'string') failures().set(key, found);
    else failures().delete(key);
    return found;
  });
  const inTime = await Promise.race([listing, tooLate]);
  if (inTime === null) failures().set(key, TOO_LATE);
  if (inTime === null || typeof inTime === 'string') return without(inTime ?? TOO_LATE);
  return { connection, models: inTime.models, problem: null };
}

/** What came, or why it did not. Rejects only for a fault of ours. */
async function expected<Result>(work: Promise<Result>): Promise<Result | string> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.message;
  }
}

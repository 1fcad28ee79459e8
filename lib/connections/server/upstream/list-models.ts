import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ModelList } from '@/lib/connections/model/connections';
import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';
import { broadcast, onBroadcast } from '@/lib/platform/server/redis/messages';
import { fetchModels } from './fetch-models';
import type { UpstreamTarget } from './target';

/**
 * Models of all cached lists together: a person with many connections to servers that list thousands must not
 * fill the memory.
 */
const MAX_MODELS = 50_000;

const lists = () =>
  perProcess(
    'model-lists',
    () =>
      new LRUCache<string, ModelList, UpstreamTarget>({
        max: 500,
        maxSize: MAX_MODELS,
        sizeCalculation: ({ models }) => Math.max(1, models.length),
        ttl: 5 * 60_000,
        // A list that is evicted while it is being read is still returned.
        ignoreFetchAbort: true,
        fetchMethod: (_key, _stale, { context: target }) => fetchList(target),
      }),
  );

/**
 * The models that a connection's server lists, requested at most every five minutes: cached by connection,
 * address, key and headers, so that a change requests them again. `fresh` bypasses the cache; a failure is not cached.
 * A server without a list has an empty one. Throws AppError `unavailable` with the reason when the server
 * cannot be reached.
 */
export function listModels(target: UpstreamTarget, { fresh = false } = {}): Promise<ModelList> {
  const key = keyOf(target);
  // A request that is under way would be joined, and may be the one that hangs.
  if (fresh) {
    lists().delete(key);
    broadcast('model-list-changed', { connectionId: target.id });
  }
  return lists().forceFetch(key, { context: target });
}

/** From now on, lists that somebody requests anew on another server are requested anew here too. */
export function shareModelLists(): void {
  onBroadcast('model-list-changed', (body) => {
    const { connectionId } = body as { connectionId: string };
    for (const key of [...lists().keys()]) if (key.startsWith(`${connectionId} `)) lists().delete(key);
  });
}

/** Begins with the connection, which other servers may be told; a hash of its key does not leave this process. */
function keyOf(target: UpstreamTarget): string {
  return `${target.id} ${targetFingerprint(target)}`;
}

/** The list as it was when it was last fetched, if it is still in memory; at most minutes too old. */
export function cachedModels(target: UpstreamTarget): ModelList | null {
  return lists().peek(keyOf(target), { allowStale: true }) ?? null;
}

async function fetchList(target: UpstreamTarget): Promise<ModelList> {
  const fetched = await fetchModels(target);
  if (!fetched.ok && !fetched.hasNoList)
    throw new AppError('unavailable', { message: fetched.error.message });
  return { models: fetched.ok ? fetched.models : [], fetchedAt: new Date().toISOString() };
}

/**
 * The connection, its address, its key and its headers; differs once one of them is changed. Not the secrets
 * themselves: what is in memory for minutes may end up in a heap dump.
 */
export function targetFingerprint({ id, baseUrl, key, headers }: UpstreamTarget): string {
  return createHash('sha256')
    .update(JSON.stringify([id, baseUrl, key, headers]))
    .digest('base64');
}

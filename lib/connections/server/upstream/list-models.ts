import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ModelList } from '@/lib/connections/model/connections';
import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';
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
 * address and key, so that a change requests them again. `fresh` bypasses the cache; a failure is not cached.
 * A server without a list has an empty one. Throws AppError `unavailable` with the reason when the server
 * cannot be reached.
 */
export function listModels(target: UpstreamTarget, { fresh = false } = {}): Promise<ModelList> {
  const key = fingerprint(target);
  // A request that is under way would be joined, and may be the one that hangs.
  if (fresh) lists().delete(key);
  return lists().forceFetch(key, { context: target });
}

async function fetchList(target: UpstreamTarget): Promise<ModelList> {
  const fetched = await fetchModels(target);
  if (!fetched.ok && !fetched.hasNoList)
    throw new AppError('unavailable', { message: fetched.error.message });
  return { models: fetched.ok ? fetched.models : [], fetchedAt: new Date().toISOString() };
}

/** Not the key itself: what is in memory for minutes may end up in a heap dump. */
export function fingerprint({ id, baseUrl, key }: UpstreamTarget): string {
  return createHash('sha256')
    .update(JSON.stringify([id, baseUrl, key]))
    .digest('base64');
}

import { createHash } from 'node:crypto';
import type { ModelList } from '@/lib/connections/model/connections';
import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';
import { fetchModels } from './fetch-models';
import type { UpstreamTarget } from './target';

const KEEP_MS = 5 * 60_000;
const MAX_KEPT = 500;
/** Of all lists together: whoever has many connections to servers that list thousands must not fill the memory. */
const MAX_KEPT_MODELS = 50_000;

interface Kept {
  readonly at: number;
  readonly list: Promise<ModelList>;
  /** Number of its models, as soon as they are known. */
  count: number;
}

/**
 * The models that a connection's server lists, asked for at most every five minutes: by connection, address and key,
 * so that a changed one asks anew. `fresh` passes over what is kept. A server without a list has an empty one.
 * Throws AppError `unavailable` with the reason when the server cannot be asked.
 */
export function listModels(target: UpstreamTarget, { fresh = false } = {}): Promise<ModelList> {
  const lists = perProcess('model-lists', () => new Map<string, Kept>());
  const key = fingerprint(target);
  const kept = lists.get(key);
  if (kept !== undefined && !fresh && Date.now() - kept.at < KEEP_MS) return kept.list;
  const list = fetchList(target);
  const entry: Kept = { at: Date.now(), list, count: 0 };
  lists.delete(key);
  lists.set(key, entry);
  dropOld(lists);
  list.then(
    ({ models }) => {
      entry.count = models.length;
      dropOld(lists);
    },
    () => {
      // A failure is not kept: the server may be up again in a moment.
      if (lists.get(key) === entry) lists.delete(key);
    },
  );
  return list;
}

/** What has become too old, and the oldest of what is too much. */
function dropOld(lists: Map<string, Kept>): void {
  let models = 0;
  for (const { count } of lists.values()) models += count;
  for (const [key, { at, count }] of lists) {
    const isFresh = Date.now() - at < KEEP_MS;
    if (isFresh && lists.size <= MAX_KEPT && models <= MAX_KEPT_MODELS) break;
    models -= count;
    lists.delete(key);
  }
}

async function fetchList(target: UpstreamTarget): Promise<ModelList> {
  const fetched = await fetchModels(target);
  if (!fetched.ok && !fetched.hasNoList)
    throw new AppError('unavailable', { message: fetched.error.message });
  return { models: fetched.ok ? fetched.models : [], fetchedAt: new Date().toISOString() };
}

/** Not the key itself: what is in memory for minutes may end up in a heap dump. */
function fingerprint({ id, baseUrl, key }: UpstreamTarget): string {
  return createHash('sha256')
    .update(JSON.stringify([id, baseUrl, key]))
    .digest('base64');
}

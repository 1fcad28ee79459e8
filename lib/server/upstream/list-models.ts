import { createHash } from 'node:crypto';
import { AppError } from '@/lib/contract/app-error';
import type { ModelList } from '@/lib/contract/connections';
import { perProcess } from '../per-process';
import { fetchModels } from './fetch-models';
import type { UpstreamTarget } from './target';

const KEEP_MS = 5 * 60_000;
const MAX_KEPT = 500;

interface Kept {
  readonly at: number;
  readonly list: Promise<ModelList>;
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
  lists.delete(key);
  lists.set(key, { at: Date.now(), list });
  for (const oldest of lists.keys()) {
    if (lists.size <= MAX_KEPT) break;
    lists.delete(oldest);
  }
  // A failure is not kept: the server may be up again in a moment.
  list.catch(() => {
    if (lists.get(key)?.list === list) lists.delete(key);
  });
  return list;
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

import { LRUCache } from 'lru-cache';
import { perProcess } from '@/lib/platform/server/per-process';
import { readContextLength } from '../context-length';
import { listModels, targetFingerprint } from '../list-models';
import type { UpstreamTarget } from '../target';
import { callTokenizer } from './call';
import type { Tokenizer } from './find-tokenizer';

interface Query {
  readonly target: UpstreamTarget;
  readonly tokenizer: Tokenizer | null;
  readonly model: string;
}

/** 0: the server does not tell. */
const lengths = () =>
  perProcess(
    'context-lengths',
    () =>
      new LRUCache<string, number, Query>({
        max: 1_000,
        ttl: 5 * 60_000,
        ignoreFetchAbort: true,
        fetchMethod: async (_key, _stale, { context }) => (await ask(context)) ?? 0,
      }),
  );

/** A model's context length in tokens, as its server tells it anywhere; null: it does not. */
export async function contextLengthOf(query: Query): Promise<number | null> {
  if (query.target.isPractice) return null;
  const key = JSON.stringify([targetFingerprint(query.target), query.tokenizer?.at, query.model]);
  return (await lengths().forceFetch(key, { context: query })) || null;
}

async function ask({ target, tokenizer, model }: Query): Promise<number | null> {
  const { contextPath, readContext } = tokenizer?.dialect ?? {};
  if (tokenizer !== null && contextPath !== undefined) {
    const { signal } = new AbortController();
    const answer = await callTokenizer(target, tokenizer.at + contextPath, null, signal);
    const contextLength = answer.ok ? readContextLength(readContext?.(answer.value)) : null;
    if (contextLength !== null) return contextLength;
  }
  // A server without a list has said enough: nothing here may fail a count.
  const { models } = await listModels(target).catch(() => ({ models: [] }));
  const only = models.length === 1 ? models[0] : undefined;
  return (models.find(({ id }) => id === model) ?? only)?.contextLength ?? null;
}

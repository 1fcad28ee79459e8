import { LRUCache } from 'lru-cache';
import { perProcess } from '@/lib/platform/server/per-process';
import type { RunError } from '@/lib/protocol/run/run-events';
import { targetFingerprint } from '../list-models';
import type { UpstreamTarget } from '../target';
import { tokenizerPlaces } from './addresses';
import { callTokenizer } from './call';
import { type Dialect, dialectsFor } from './dialects';

/** A connection whose server may have a tokenizer; `kind` says where to look first. */
export interface TokenizerTarget extends UpstreamTarget {
  readonly kind: string;
}

/** A server's tokenizer, as it was found. */
export interface Tokenizer {
  readonly dialect: Dialect;
  /** What the dialect's paths are appended to. */
  readonly at: string;
}

export type FoundTokenizer =
  | { readonly ok: true; readonly tokenizer: Tokenizer | null }
  /** The server could not be asked. */
  | { readonly ok: false; readonly error: RunError };

/** A server may be started anew as another one. */
const REMEMBERED_MS = 10 * 60_000;
/** A server that does not answer is not asked again with every key. */
const FAILED_MS = 15_000;

/** Sent to find out, so that a server without a tokenizer sees no text before it is run. */
const PROBE = 'a';

const found = () =>
  perProcess(
    'tokenizers',
    () =>
      new LRUCache<string, FoundTokenizer, TokenizerTarget>({
        max: 1_000,
        ttl: REMEMBERED_MS,
        ignoreFetchAbort: true,
        fetchMethod: async (_key, _stale, { context: target, options }) => {
          const result = await look(target);
          if (!result.ok) options.ttl = FAILED_MS;
          return result;
        },
      }),
  );

/** The tokenizer of a connection's server; null: it has none. Servers are tried once, and what answered is remembered. */
export function findTokenizer(target: TokenizerTarget): Promise<FoundTokenizer> {
  return found().forceFetch(keyOf(target), { context: target });
}

/** The next call looks again: what was found answers no more. */
export function forgetTokenizer(target: TokenizerTarget): void {
  found().delete(keyOf(target));
}

function keyOf(target: TokenizerTarget): string {
  return `${target.kind} ${targetFingerprint(target)}`;
}

async function look(target: TokenizerTarget): Promise<FoundTokenizer> {
  const places = tokenizerPlaces(target);
  if (places === null) return { ok: true, tokenizer: null };
  const { signal } = new AbortController();
  /** Addresses with nothing there, which another dialect need not try. */
  const empty = new Set<string>();
  for (const dialect of dialectsFor(target.kind)) {
    for (const at of new Set(dialect.at(places))) {
      const url = at + dialect.tokenizePath;
      if (empty.has(url)) continue;
      const body = dialect.tokenizeBody({ model: '', text: PROBE, special: false, pieces: false });
      const answer = await callTokenizer(target, url, body, signal);
      if (answer.ok) {
        const tokens = dialect.readTokens(answer.value);
        // An answer without a token was not about our text.
        if (tokens !== null && tokens.ids.length > 0) return { ok: true, tokenizer: { dialect, at } };
      } else if (!answer.isMissing) return { ok: false, error: answer.error };
      else if (answer.error.status === 404) empty.add(url);
    }
  }
  return { ok: true, tokenizer: null };
}

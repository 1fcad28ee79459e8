import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { TextTokens, Tokenize, Tokenized, TokenPiece } from '@/lib/connections/model/tokens';
import { perProcess } from '@/lib/platform/server/per-process';
import type { RunError } from '@/lib/protocol/run/run-events';
import { maskWhole } from '@/lib/protocol/secrets/chunk-mask';
import { secretFinderOf } from '@/lib/protocol/secrets/secret-finder';
import { targetFingerprint } from '../list-models';
import { secretsIn } from '../secrets-in';
import { callTokenizer, notTokens } from './call';
import { contextLengthOf } from './context-of';
import type { TokenizeQuery } from './dialects';
import { findTokenizer, forgetTokenizer, type Tokenizer, type TokenizerTarget } from './find-tokenizer';
import { readPieces } from './pieces';

export type TokenizeResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: RunError };

/** A text's tokens with what the server said about itself. */
interface CountedText {
  readonly tokens: Required<Pick<TextTokens, 'count' | 'tokens'>> & Pick<TextTokens, 'token_strs'>;
  readonly contextLength: number | null;
}

/** Calls to one server at the same time, for a list of prompts. */
const AT_ONCE = 4;

/** Ids of all cached answers together, and characters of their texts: a server may say that a token is a megabyte. */
const MAX_CACHED = 2_000_000;

const answers = () =>
  perProcess(
    'token-counts',
    () =>
      new LRUCache<string, CountedText>({
        max: 2_000,
        maxSize: MAX_CACHED,
        sizeCalculation: ({ tokens }) => 8 + tokens.count + charactersOf(tokens.token_strs ?? []),
        ttl: 60_000,
      }),
  );

function charactersOf(pieces: readonly TokenPiece[]): number {
  return pieces.reduce((sum, { length }) => sum + 2 + length, 0);
}

/**
 * Counts texts with the tokenizer of a connection's server, as its completions would count them as prompts, and with
 * `return_token_strs` says their tokens. Without a tokenizer `prompt` is null.
 */
export async function tokenize(
  target: TokenizerTarget,
  { model, prompt, suffix, add_special_tokens: special = true, return_token_strs: pieces = false }: Tokenize,
  signal: AbortSignal,
): Promise<TokenizeResult<Tokenized>> {
  const found = await findTokenizer(target);
  if (!found.ok) return found;
  const { tokenizer } = found;
  if (tokenizer === null) {
    const max_model_len = await contextLengthOf({ target, tokenizer, model });
    return { ok: true, value: { prompt: null, suffix: null, max_model_len } };
  }
  const queries = prompt.map((text): TokenizeQuery => ({ model, text, special, pieces }));
  if (suffix !== undefined) queries.push({ model, text: suffix, special: false, pieces });
  const counted = await countAll(target, tokenizer, queries, signal);
  if (!counted.ok) return counted;
  const reportedLength = counted.value.find(({ contextLength }) => contextLength !== null)?.contextLength;
  const max_model_len = reportedLength ?? (await contextLengthOf({ target, tokenizer, model }));
  const texts = counted.value.map(({ tokens }) => (pieces ? tokens : { count: tokens.count }));
  const ofSuffix = suffix === undefined ? null : (texts.pop() ?? null);
  return { ok: true, value: { prompt: texts, suffix: ofSuffix, max_model_len } };
}

async function countAll(
  target: TokenizerTarget,
  tokenizer: Tokenizer,
  queries: readonly TokenizeQuery[],
  signal: AbortSignal,
): Promise<TokenizeResult<CountedText[]>> {
  const counted: CountedText[] = [];
  let failed: RunError | null = null;
  const waiting = queries.entries();
  const work = async () => {
    for (const [at, query] of waiting) {
      if (failed !== null) return;
      const result = await countOne(target, tokenizer, query, signal);
      if (result.ok) counted[at] = result.value;
      else failed = result.error;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return failed === null ? { ok: true, value: counted } : { ok: false, error: failed };
}

/** One text's tokens, from the cache when it was counted within the last minute. */
export async function countOne(
  target: TokenizerTarget,
  tokenizer: Tokenizer,
  query: TokenizeQuery,
  signal: AbortSignal,
): Promise<TokenizeResult<CountedText>> {
  const key = cacheKey(target, tokenizer, query);
  const known = answers().get(key);
  if (known !== undefined) return { ok: true, value: known };
  const { dialect, at } = tokenizer;
  // Half a pair of surrogates is no text to a strict server; a run sends it replaced, too.
  const text = query.text.replace(/\p{Surrogate}/gu, '\ufffd');
  const body = dialect.tokenizeBody({ ...query, text });
  const answer = await callTokenizer(target, at + dialect.tokenizePath, body, signal);
  if (!answer.ok) {
    if (answer.error.status === 404) forgetTokenizer(target);
    return answer;
  }
  const tokens = dialect.readTokens(answer.value);
  if (tokens === null) return { ok: false, error: notTokens() };
  let before: readonly number[] = [];
  if (dialect.alwaysSpecial && !query.special && text !== '') {
    // What this server puts before every text.
    const empty = await countOne(target, tokenizer, { ...query, text: '', pieces: false }, signal);
    if (!empty.ok) return empty;
    before = empty.value.tokens.tokens;
  }
  const isAfter = before.length > 0 && before.every((id, index) => tokens.ids[index] === id);
  const ids = tokens.ids.slice(isAfter ? before.length : 0);
  const pieces = tokens.pieces && withoutKey(readPieces(tokens.pieces, text), target);
  const counted: CountedText = {
    tokens: { count: ids.length, tokens: ids, ...(pieces && { token_strs: pieces }) },
    contextLength: tokens.contextLength,
  };
  answers().set(key, counted);
  return { ok: true, value: counted };
}

/** A server that repeats a secret in the texts of tokens tells none. */
function withoutKey<Piece extends string | number[]>(
  pieces: Piece[],
  target: TokenizerTarget,
): Piece[] | null {
  const finder = secretFinderOf(secretsIn(target));
  if (finder === null) return pieces;
  const text = pieces.filter((piece) => typeof piece === 'string').join('');
  return maskWhole(text, finder, text.length) === text ? pieces : null;
}

/** Not the text itself: what was typed should not stay in memory longer than it takes to count. */
function cacheKey(target: TokenizerTarget, { at }: Tokenizer, query: TokenizeQuery): string {
  return createHash('sha256')
    .update(JSON.stringify([targetFingerprint(target), at, query]))
    .digest('base64');
}

import { LRUCache } from 'lru-cache';
import type { Detokenize, Detokenized, TokenPiece } from '@/lib/connections/model/tokens';
import { perProcess } from '@/lib/platform/server/per-process';
import { maskWhole } from '@/lib/protocol/secrets/chunk-mask';
import { createSecretFinder } from '@/lib/protocol/secrets/secret-finder';
import { targetFingerprint } from '../list-models';
import { secretsIn } from '../secrets-in';
import { callTokenizer } from './call';
import { findTokenizer, type Tokenizer, type TokenizerTarget } from './find-tokenizer';
import { countOne, type TokenizeResult } from './tokenize';

/** Different ids that are asked for one by one, where the text as a whole does not tell their own. */
const MAX_ONE_BY_ONE = 300;
const AT_ONCE = 4;
/** Parts of a character come as this, whatever they were. */
const REPLACED = '\ufffd';

/** Longer than any vocabulary's tokens: a server that says more fills no memory with it. */
const MAX_PIECE_LENGTH = 1_000;

/** Texts of single tokens; a model's vocabulary does not change, but its server may. */
const single = () =>
  perProcess(
    'token-texts',
    () => new LRUCache<string, { piece: TokenPiece | null }>({ max: 50_000, ttl: 600_000 }),
  );

/** The text of token ids by the tokenizer of a connection's server, and the text of each. */
export async function detokenize(
  target: TokenizerTarget,
  { model, tokens: ids }: Detokenize,
  signal: AbortSignal,
): Promise<TokenizeResult<Detokenized>> {
  const found = await findTokenizer(target);
  if (!found.ok) return found;
  const { tokenizer } = found;
  if (tokenizer === null) return { ok: true, value: { prompt: null, token_strs: null } };
  if (ids.length === 0) return { ok: true, value: { prompt: '', token_strs: [] } };
  const query = { target, tokenizer, model, signal };
  const text = await textOf(query, ids);
  if (!text.ok) return text;
  const whole = text.value;
  const pieces = (whole !== null && (await piecesByText(query, ids, whole))) || (await oneByOne(query, ids));
  return { ok: true, value: { prompt: whole, token_strs: pieces } };
}

interface Query {
  readonly target: TokenizerTarget;
  readonly tokenizer: Tokenizer;
  readonly model: string;
  readonly signal: AbortSignal;
}

/** Null: the server refuses these ids. */
async function textOf(query: Query, ids: readonly number[]): Promise<TokenizeResult<string | null>> {
  const { target, tokenizer, model, signal } = query;
  const { dialect, at } = tokenizer;
  const answer = await callTokenizer(
    target,
    at + dialect.detokenizePath,
    dialect.detokenizeBody(model, ids),
    signal,
  );
  // llama.cpp answers an id that it does not have with 500.
  if (!answer.ok) return answer.error.status === null ? answer : { ok: true, value: null };
  const text = dialect.textFields
    .map((field) => answer.value[field])
    .find((value) => typeof value === 'string');
  if (typeof text !== 'string') return { ok: true, value: null };
  const finder = createSecretFinder(secretsIn(target));
  return { ok: true, value: finder === null ? text : maskWhole(text, finder, text.length) };
}

/** The whole text, tokenized again: if that gives the same ids, it has given their texts, too. */
async function piecesByText(
  query: Query,
  ids: readonly number[],
  text: string,
): Promise<TokenPiece[] | null> {
  const { target, tokenizer, model, signal } = query;
  const again = await countOne(target, tokenizer, { model, text, special: false, pieces: true }, signal);
  if (!again.ok) return null;
  const { tokens, token_strs } = again.value.tokens;
  const isSame = tokens.length === ids.length && tokens.every((id, index) => id === ids[index]);
  return (isSame && token_strs) || null;
}

async function oneByOne(query: Query, ids: readonly number[]): Promise<(TokenPiece | null)[] | null> {
  const different = [...new Set(ids)];
  if (different.length > MAX_ONE_BY_ONE) return null;
  const of = new Map<number, TokenPiece | null>();
  const waiting = different.values();
  const work = async () => {
    for (const id of waiting) of.set(id, await textOfOne(query, id));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return ids.map((id) => of.get(id) ?? null);
}

async function textOfOne(query: Query, id: number): Promise<TokenPiece | null> {
  if (query.signal.aborted) return null;
  const key = JSON.stringify([targetFingerprint(query.target), query.tokenizer.at, query.model, id]);
  const known = single().get(key);
  if (known !== undefined) return known.piece;
  const text = await textAfter(query, await lead(query), id);
  if (text === undefined || (text !== null && text.length > MAX_PIECE_LENGTH)) return null;
  // Which bytes it was cannot be told.
  const piece = text !== null && text !== '' && text.replaceAll(REPLACED, '') === '' ? [] : text;
  single().set(key, { piece });
  return piece;
}

/** Put before a token: some tokenizers leave out the space of a text's first word. */
const LEAD = 'a';

async function lead({ target, tokenizer, model, signal }: Query): Promise<readonly number[]> {
  const query = { model, text: LEAD, special: false, pieces: false };
  const counted = await countOne(target, tokenizer, query, signal);
  return counted.ok ? counted.value.tokens.tokens : [];
}

/** Null: the server has no such token. Undefined: it did not answer. */
async function textAfter(
  query: Query,
  before: readonly number[],
  id: number,
): Promise<string | null | undefined> {
  const after = await textOf(query, [...before, id]);
  if (!after.ok) return undefined;
  if (before.length > 0 && after.value?.startsWith(LEAD)) return after.value.slice(LEAD.length);
  const alone = await textOf(query, [id]);
  return alone.ok ? alone.value : undefined;
}

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

/**
 * Calls for texts of one request; finding the separator and reading the whole text again take up to eight more. So one request
 * of ours makes at most 64 to a server.
 */
const MAX_TEXT_CALLS = 56;
/** Different ids whose texts come in one call. */
const BATCH = 4_096;
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

const TOO_MANY_CALLS =
  'The texts of these token IDs take more calls to the server than one request may make. Try fewer IDs at once.';

/** The text of token ids by the tokenizer of a connection's server, and the text of each. */
export async function detokenize(
  target: TokenizerTarget,
  { model, tokens: ids }: Detokenize,
  signal: AbortSignal,
): Promise<TokenizeResult<Detokenized>> {
  const found = await queryFor(target, model, signal);
  if (!found.ok) return found;
  const query = found.value;
  if (query === null) return { ok: true, value: { prompt: null, token_strs: null } };
  if (ids.length === 0) return { ok: true, value: { prompt: '', token_strs: [] } };
  const text = await textOf(query, ids);
  if (!text.ok) return text;
  const whole = text.value;
  const pieces = (whole !== null && (await piecesByText(query, ids, whole))) || (await eachAlone(query, ids));
  const failure = pieces === null && !signal.aborted ? { failure: TOO_MANY_CALLS } : {};
  return { ok: true, value: { prompt: whole, token_strs: pieces, ...failure } };
}

export interface DetokenizedText {
  readonly hasTokenizer: boolean;
  /** Null: the server has no tokenizer that can be asked, or refuses one of the ids. */
  readonly text: string | null;
}

/** Only the text as a whole, in one call: a character may be in two tokens, which only the server can put together. */
export async function detokenizeText(
  target: TokenizerTarget,
  { model, tokens: ids }: Detokenize,
  signal: AbortSignal,
): Promise<TokenizeResult<DetokenizedText>> {
  const found = await queryFor(target, model, signal);
  if (!found.ok) return found;
  const query = found.value;
  if (query === null) return { ok: true, value: { hasTokenizer: false, text: null } };
  const text = await textOf(query, ids);
  return text.ok ? { ok: true, value: { hasTokenizer: true, text: text.value } } : text;
}

interface Query {
  readonly target: TokenizerTarget;
  readonly tokenizer: Tokenizer;
  readonly model: string;
  readonly signal: AbortSignal;
  /** Calls that may still be made. */
  readonly calls: { left: number };
}

/** Null: the server has no tokenizer. */
async function queryFor(
  target: TokenizerTarget,
  model: string,
  signal: AbortSignal,
): Promise<TokenizeResult<Query | null>> {
  const found = await findTokenizer(target);
  if (!found.ok) return found;
  const { tokenizer } = found;
  const calls = { left: MAX_TEXT_CALLS };
  return { ok: true, value: tokenizer && { target, tokenizer, model, signal, calls } };
}

/** Null: the server refuses these ids. */
async function textOf(query: Query, ids: readonly number[]): Promise<TokenizeResult<string | null>> {
  const { target, tokenizer, model, signal } = query;
  const { dialect, at } = tokenizer;
  query.calls.left -= 1;
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

/**
 * The text of each id by itself, null for one that the server does not have. Many come in one call, with a separator between two of
 * them. Null: that would take too many calls, or nobody waits for it any more.
 */
async function eachAlone(query: Query, ids: readonly number[]): Promise<(TokenPiece | null)[] | null> {
  const found = new Map<number, TokenPiece | null>();
  const unknown: number[] = [];
  for (const id of new Set(ids)) {
    const known = single().get(keyOf(query, id));
    if (known === undefined) unknown.push(id);
    else found.set(id, known.piece);
  }
  const frame = unknown.length === 0 ? null : await findFrame(query);
  const size = frame?.separator.length ? BATCH : 1;
  // The last group first, and its halves before the others: so a request that ends too early has found something.
  const groups = grouped(unknown, size);
  for (let group = groups.pop(); frame !== null && group !== undefined; group = groups.pop()) {
    // A single id may take two calls.
    if (query.signal.aborted || query.calls.left < 2) return null;
    const texts = await textsOf(query, frame, group);
    // One of them is unknown, or has the separator in it: which one, the halves tell.
    if (texts === null) groups.push(...grouped(group, Math.ceil(group.length / 2)));
    else for (const [at, id] of group.entries()) keep(query, found, id, texts[at]);
  }
  return ids.map((id) => found.get(id) ?? null);
}

function grouped(ids: readonly number[], size: number): number[][] {
  const groups: number[][] = [];
  for (let at = 0; at < ids.length; at += size) groups.push(ids.slice(at, at + size));
  return groups;
}

/** @param text null: the server has no such token; undefined: it did not answer */
function keep(
  query: Query,
  found: Map<number, TokenPiece | null>,
  id: number,
  text: string | null | undefined,
): void {
  if (text === undefined || (text !== null && text.length > MAX_PIECE_LENGTH)) return;
  // Which bytes were replaced cannot be told.
  const piece = text?.includes(REPLACED) ? [] : text;
  found.set(id, piece);
  single().set(keyOf(query, id), { piece });
}

function keyOf({ target, tokenizer, model }: Query, id: number): string {
  return JSON.stringify([targetFingerprint(target), tokenizer.at, model, id]);
}

/** Ids that are put around those whose texts are wanted. */
interface Frame {
  /** Put before a token: some tokenizers leave out the space of a text's first word. */
  readonly lead: readonly number[];
  /** Put after each token; empty: it could not be found. */
  readonly separator: readonly number[];
}

const LEAD = 'a';
/**
 * No beginning of it is its end, so that it cannot be found half in a token and half in itself. Of ASCII, which vocabularies have as
 * tokens: next to bytes that are no character, some servers replace neighbouring bytes, too.
 */
const SEPARATOR = '~|#';

async function findFrame({ target, tokenizer, model, signal }: Query): Promise<Frame> {
  const idsOf = async (text: string) => {
    const query = { model, text, special: false, pieces: false };
    const counted = await countOne(target, tokenizer, query, signal);
    return counted.ok ? counted.value.tokens.tokens : [];
  };
  const lead = await idsOf(LEAD);
  const both = await idsOf(LEAD + SEPARATOR);
  const isAfter = lead.length > 0 && lead.every((id, index) => id === both[index]);
  return { lead, separator: isAfter ? both.slice(lead.length) : [] };
}

/** The texts of ids, in their order; null: they cannot be told apart. */
async function textsOf(
  query: Query,
  { lead, separator }: Frame,
  ids: readonly number[],
): Promise<readonly (string | null | undefined)[] | null> {
  const [only = 0] = ids;
  if (ids.length === 1) return [await textAfter(query, lead, only)];
  const framed = [...lead, ...separator, ...ids.flatMap((id) => [id, ...separator])];
  const text = await textOf(query, framed);
  if (!text.ok) return ids.map(() => undefined);
  const [first, ...texts] = text.value?.split(SEPARATOR) ?? [];
  const isWhole = first === LEAD && texts.pop() === '' && texts.length === ids.length;
  return isWhole ? texts : null;
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

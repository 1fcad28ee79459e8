import { LRUCache } from 'lru-cache';
import type { Detokenize, Detokenized, TokenPiece } from '@/lib/connections/model/tokens';
import { perProcess } from '@/lib/platform/server/per-process';
import { maskWhole } from '@/lib/protocol/secrets/chunk-mask';
import { secretFinderOf } from '@/lib/protocol/secrets/secret-finder';
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
/** How servers refuse ids that they do not have; llama.cpp answers 500. Anything else says nothing about the ids. */
const REFUSED = new Set([400, 404, 422, 500]);
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

const TOO_MANY_CALLS = 'Too many token IDs to look up at once. Try fewer.';

/**
 * The text of token ids by the tokenizer of a connection's server, and the text of each. With `failure` the text as a whole may be
 * known, but not each: the server stopped answering, or too many calls would be needed.
 */
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
  const pieces = whole === null ? null : await piecesByText(query, ids, whole);
  if (pieces !== null) return { ok: true, value: { prompt: whole, token_strs: pieces } };
  const each = await eachAlone(query, ids);
  if (each.ok && each.value !== null) return { ok: true, value: { prompt: whole, token_strs: each.value } };
  const failure = each.ok ? TOO_MANY_CALLS : each.error.message;
  return { ok: true, value: { prompt: whole, token_strs: null, ...(!signal.aborted && { failure }) } };
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

/** Null: the server refuses these ids. An error: it did not answer about them. */
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
  if (!answer.ok) return REFUSED.has(answer.error.status ?? 0) ? { ok: true, value: null } : answer;
  const text = dialect.textFields
    .map((field) => answer.value[field])
    .find((value) => typeof value === 'string');
  if (typeof text !== 'string') return { ok: true, value: null };
  const finder = secretFinderOf(secretsIn(target));
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
 * them. Null: that would take too many calls, or nobody waits for it any more. It ends with the first call that is not answered: a server
 * that is overloaded gets no more of them.
 */
async function eachAlone(
  query: Query,
  ids: readonly number[],
): Promise<TokenizeResult<(TokenPiece | null)[] | null>> {
  const found = new Map<number, TokenPiece | null>();
  const unknown: number[] = [];
  for (const id of new Set(ids)) {
    const known = single().get(keyOf(query, id));
    if (known === undefined) unknown.push(id);
    else found.set(id, known.piece);
  }
  const foundTexts = () => ids.map((id) => found.get(id) ?? null);
  if (unknown.length === 0) return { ok: true, value: foundTexts() };
  const frame = await findFrame(query);
  if (!frame.ok) return frame;
  const size = frame.value.separator.length > 0 ? BATCH : 1;
  // The last group first, and its halves before the others: so a request that ends too early has found something.
  const groups = grouped(unknown, size);
  for (let group = groups.pop(); group !== undefined; group = groups.pop()) {
    // A single id may take two calls.
    if (query.signal.aborted || query.calls.left < 2) return { ok: true, value: null };
    const texts = await textsOf(query, frame.value, group);
    if (!texts.ok) return texts;
    // One id is unknown or contains the separator: halving the group finds it.
    if (texts.value === null) groups.push(...grouped(group, Math.ceil(group.length / 2)));
    else for (const [at, id] of group.entries()) keep(query, found, id, texts.value[at]);
  }
  return { ok: true, value: foundTexts() };
}

function grouped(ids: readonly number[], size: number): number[][] {
  const groups: number[][] = [];
  for (let at = 0; at < ids.length; at += size) groups.push(ids.slice(at, at + size));
  return groups;
}

/** @param text null: the server has no such token; undefined: nothing is known */
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

/** An error: the server did not answer, so that nothing is known about its separator. */
async function findFrame({ target, tokenizer, model, signal }: Query): Promise<TokenizeResult<Frame>> {
  const idsOf = async (text: string): Promise<TokenizeResult<readonly number[]>> => {
    const query = { model, text, special: false, pieces: false };
    const counted = await countOne(target, tokenizer, query, signal);
    if (counted.ok) return { ok: true, value: counted.value.tokens.tokens };
    return REFUSED.has(counted.error.status ?? 0) ? { ok: true, value: [] } : counted;
  };
  const lead = await idsOf(LEAD);
  if (!lead.ok) return lead;
  const both = await idsOf(LEAD + SEPARATOR);
  if (!both.ok) return both;
  const isAfter = lead.value.length > 0 && lead.value.every((id, index) => id === both.value[index]);
  return {
    ok: true,
    value: { lead: lead.value, separator: isAfter ? both.value.slice(lead.value.length) : [] },
  };
}

/** The texts of ids, in their order, null for one that the server does not have; null: they cannot be told apart. */
async function textsOf(
  query: Query,
  { lead, separator }: Frame,
  ids: readonly number[],
): Promise<TokenizeResult<readonly (string | null)[] | null>> {
  const [only = 0] = ids;
  if (ids.length === 1) {
    const text = await textAfter(query, lead, only);
    return text.ok ? { ok: true, value: [text.value] } : text;
  }
  const framed = [...lead, ...separator, ...ids.flatMap((id) => [id, ...separator])];
  const text = await textOf(query, framed);
  if (!text.ok) return text;
  const [first, ...texts] = text.value?.split(SEPARATOR) ?? [];
  const isWhole = first === LEAD && texts.pop() === '' && texts.length === ids.length;
  return { ok: true, value: isWhole ? texts : null };
}

/** Null: the server has no such token. */
async function textAfter(
  query: Query,
  before: readonly number[],
  id: number,
): Promise<TokenizeResult<string | null>> {
  const after = await textOf(query, [...before, id]);
  if (!after.ok) return after;
  if (before.length > 0 && after.value?.startsWith(LEAD)) {
    return { ok: true, value: after.value.slice(LEAD.length) };
  }
  return textOf(query, [id]);
}

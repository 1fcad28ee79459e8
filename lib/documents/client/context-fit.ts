import { countTokens } from '@/lib/connections/client/tokens/count-tokens';
import { endOf } from '@/lib/documents/model/end-of-text';
import { estimateTokens } from '@/lib/protocol/tokens/estimate-tokens';

/** A run that would read these texts. */
export interface ContextQuery {
  readonly connectionId: string;
  readonly model: string;
  readonly before: string;
  /** Sent as the suffix, or in the prompt; undefined: it waits. */
  readonly after: string | undefined;
  /** What the completion may have. */
  readonly maxTokens: number;
}

/** A text that is longer than the model's context. */
export interface TooLong {
  readonly contextLength: number;
  /** Tokens of both texts. */
  readonly read: number;
  readonly isExact: boolean;
  /** UTF-16 units at the end of `before` that fit, and their tokens; null: not even a few words do. */
  readonly end: { readonly length: number; readonly tokens: number } | null;
}

export type CountTokens = typeof countTokens;

/** An estimate is wrong by a fifth, and more for code and other scripts. */
const ESTIMATE_ERROR = 1.6;
/** Fewer tokens are no beginning to go on from. */
const MIN_END = 8;
const MAX_TRIES = 6;

/** Context lengths, by connection and model; null: the server doesn't tell. */
const known = new Map<string, number | null>();

/**
 * Whether the texts and the completion fit in the model's context; null: they do, or the server doesn't tell how long it
 * is; undefined: nobody can tell, since nobody counts tokens and an estimate allows both. Throws `ApiError` when our server does not answer.
 */
export async function findTooLong(
  query: ContextQuery,
  signal: AbortSignal,
  count: CountTokens = countTokens,
): Promise<TooLong | null | undefined> {
  const { connectionId, model, before, after, maxTokens } = query;
  const rough = estimateTokens(before) + estimateTokens(after ?? '');
  const server = JSON.stringify([connectionId, model]);
  let contextLength = known.get(server);
  if (contextLength === undefined) {
    // Some servers tell it with a text only.
    const prompts = [endOf(before, 100)];
    contextLength = (await count(connectionId, model, { prompts }, signal)).contextLength;
    if (contextLength !== undefined) known.set(server, contextLength);
  }
  if (!contextLength || rough * ESTIMATE_ERROR + maxTokens <= contextLength) return null;

  // A megabyte isn't counted: its end tells how many units a token has.
  const counted = async (prompt: string) => {
    const { counts } = await count(connectionId, model, { prompts: [prompt], suffix: after }, signal);
    return counts && { before: counts.prompts[0] ?? 0, after: counts.suffix };
  };
  const looked = endOf(before, contextLength * 8);
  const exact = await counted(looked);
  const ofEnd = exact?.before ?? Math.ceil(estimateTokens(looked) / ESTIMATE_ERROR);
  const ofAfter = exact?.after ?? Math.ceil(estimateTokens(after ?? '') / ESTIMATE_ERROR);
  const ofBefore = Math.round((ofEnd * before.length) / Math.max(1, looked.length));
  if (ofBefore + ofAfter + maxTokens <= contextLength) return exact ? null : undefined;
  const budget = contextLength - maxTokens - ofAfter;
  const isExact = exact !== null && looked === before;
  const found = { contextLength, read: ofBefore + ofAfter, isExact };
  let length = Math.floor((looked.length * budget) / Math.max(1, ofEnd));
  for (let tries = 0; tries < MAX_TRIES && budget >= MIN_END; tries += 1) {
    const end = endOf(before, length);
    const tokens = exact ? (await counted(end))?.before : Math.ceil(estimateTokens(end) * ESTIMATE_ERROR);
    if (tokens === undefined) break;
    if (tokens <= budget) return { ...found, end: end === '' ? null : { length: end.length, tokens } };
    length = Math.floor((end.length * budget * 0.97) / tokens);
  }
  return { ...found, end: null };
}

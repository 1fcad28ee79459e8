import { CODE_POINT_PROBABILITY } from './model';
import type { Reader } from './reader';
import { likeliest } from './sampler';
import type { Slots } from './slots';
import { tokenLabel, tokenText } from './tokenizer';

/** One token as `logprobs` report it; natural logarithms. */
export interface ScoredToken {
  readonly text: string;
  /** Null for the first token of an echoed prompt, which has no context. */
  readonly logprob: number | null;
  /** Likeliest first, then the token itself if it is not among them: up to N + 1. Null with `logprob`. */
  readonly top: readonly (readonly [text: string, logprob: number])[] | null;
}

/** Reported for probabilities that underflow to 0, as vLLM does: JSON has no −Infinity. */
const LOWEST_LOGPROB = -9999;

export function logprobOf(probability: number): number {
  return Math.max(LOWEST_LOGPROB, Math.log(probability));
}

/** @param alternatives how many of the likeliest tokens to list */
export function scoreToken(
  slots: Slots,
  distribution: Float64Array,
  id: number,
  alternatives: number,
): ScoredToken {
  const slot = slots.slotOf(id);
  const logprob = logprobOf(
    slot === undefined ? CODE_POINT_PROBABILITY : (distribution[slot] ?? CODE_POINT_PROBABILITY),
  );
  const top = likeliest(distribution, alternatives).map(
    (other) => [tokenLabel(slots.idOf(other)), logprobOf(distribution[other] ?? 0)] as const,
  );
  if (!top.some(([text]) => text === tokenLabel(id))) top.push([tokenLabel(id), logprob]);
  return { text: tokenText(id), logprob, top };
}

/**
 * Scores a prompt for `echo` with `logprobs`, one token per step, so that the caller can pause. Prompt tokens
 * are scored by the model's own distribution: bias and penalties only affect sampled tokens.
 */
export function* scorePrompt(
  reader: Reader,
  ids: readonly number[],
  slots: Slots,
  alternatives: number,
): Generator<ScoredToken, void> {
  const distribution = new Float64Array(slots.count);
  for (const [index, id] of ids.entries()) {
    if (index === 0) yield { text: tokenText(id), logprob: null, top: null };
    else {
      slots.predict(reader, distribution);
      yield scoreToken(slots, distribution, id, alternatives);
    }
    reader.read(id);
  }
}

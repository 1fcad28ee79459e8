import { fillTheGap } from './fill-in-the-middle';
import type { Random } from './random';
import type { Reader } from './reader';
import { createDraw } from './sampler';
import { logprobOf, type ScoredToken, scoreToken } from './scoring';
import type { GenerationSettings } from './settings';
import { createStopGuard } from './stop-guard';
import { END_OF_TEXT, tokenText } from './tokenizer';

export type FinishReason = 'stop' | 'length';

/** What one step released. Empty while its text might be the beginning of a stop text. */
export interface CompletionStep {
  readonly text: string;
  /** Their joined texts are `text`. Empty when probabilities were not requested. */
  readonly tokens: readonly ScoredToken[];
}

export interface CompletionEnd {
  /** What the last step released, so that the end does not need a step of its own. */
  readonly last: CompletionStep;
  readonly finishReason: FinishReason;
  /** Sampled tokens, including those of a stop text; these are billed. */
  readonly sampledTokens: number;
  /** For the released tokens; −Infinity when there are none. */
  readonly meanLogprob: number;
}

interface HeldToken {
  readonly end: number;
  readonly text: string;
  readonly logprob: number;
  readonly scored: ScoredToken | null;
}

/**
 * Writes one completion, one sampled token per step; the last step also has the end. It stops at the
 * end-of-text token, before a stop text, and after `maxTokens`. A token that a stop text cuts in two is
 * released up to the cut.
 * @param reader at the end of the prompt; it moves along
 */
export function* writeCompletion(
  settings: GenerationSettings,
  reader: Reader,
  random: Random,
): Generator<CompletionStep, CompletionEnd> {
  const guard = createStopGuard(settings.stops);
  const held: HeldToken[] = [];
  let written = 0;
  let released = 0;
  let releasedTokens = 0;
  let logprobSum = 0;
  let sampledTokens = 0;

  const release = (upTo: number, cut: boolean): CompletionStep => {
    let text = '';
    const tokens: ScoredToken[] = [];
    for (let next = held[0]; next && (next.end <= upTo || (cut && released < upTo)); next = held[0]) {
      const retained = next.text.slice(0, Math.min(next.end, upTo) - released);
      held.shift();
      released += retained.length;
      releasedTokens += 1;
      logprobSum += next.logprob;
      text += retained;
      if (next.scored) tokens.push(retained === next.text ? next.scored : { ...next.scored, text: retained });
    }
    return { text, tokens };
  };
  const end = (finishReason: FinishReason, upTo: number): CompletionEnd => {
    const last = release(upTo, true);
    const meanLogprob = releasedTokens === 0 ? Number.NEGATIVE_INFINITY : logprobSum / releasedTokens;
    return { last, finishReason, sampledTokens, meanLogprob };
  };

  for (const sampled of sampleTokens(settings, reader, random)) {
    sampledTokens += 1;
    if (sampled.id === END_OF_TEXT) return end('stop', written);
    const text = tokenText(sampled.id);
    written += text.length;
    held.push({ end: written, text, logprob: sampled.logprob, scored: sampled.scored });
    const { safe, found } = guard.push(text);
    if (found) return end('stop', safe);
    if (sampledTokens === settings.maxTokens) return end('length', written);
    yield release(safe, false);
  }
  // Only a filled gap ends before the limit by itself: where it meets the suffix.
  return end(settings.maxTokens === 0 ? 'length' : 'stop', written);
}

export interface SampledToken {
  readonly id: number;
  /** From the distribution after bias and penalties, at temperature 1 and before top_p. */
  readonly logprob: number;
  readonly scored: ScoredToken | null;
}

/**
 * Words that an answer has before it may end by itself, unless a bias makes it: one that ended at once would look broken.
 * Other servers do so for `min_tokens`.
 */
const MIN_WORDS = 3;
/** What is left of the end's probability until then. */
const EARLY_END = 1e-9;
/** A token that begins a word, or is one at the beginning of a line. */
const WORD = /^(?: [\p{L}\p{N}]|[\p{L}\p{N}]{2})/u;

/** Up to `maxTokens` tokens, sampled left to right, or those of a filled gap. */
function* sampleTokens(
  settings: GenerationSettings,
  reader: Reader,
  random: Random,
): Generator<SampledToken, void> {
  const { slots } = settings;
  const drawToken = createDraw(settings, random);
  const reported = new Float64Array(slots.count);
  const planned = settings.suffix === '' ? null : fillTheGap(settings, reader, random);
  const length = planned ? planned.length : settings.maxTokens;
  let words = 0;
  for (let step = 0; step < length; step += 1) {
    slots.predict(reader, reported);
    if (!planned && words < MIN_WORDS) reported[END_OF_TEXT] = (reported[END_OF_TEXT] ?? 0) * EARLY_END;
    const slot = drawToken(reported, planned ? slots.slotOf(planned[step] ?? END_OF_TEXT) : undefined);
    const id = slots.idOf(slot);
    yield {
      id,
      logprob: logprobOf(reported[slot] ?? 0),
      scored: settings.logprobs === null ? null : scoreToken(slots, reported, id, settings.logprobs),
    };
    if (WORD.test(tokenText(id))) words += 1;
    reader.read(id);
  }
}

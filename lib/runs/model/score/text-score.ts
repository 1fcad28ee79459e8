import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import { promptList } from '@/lib/protocol/request/prompts';
import { echoedUnits, promptIndex } from '@/lib/protocol/run/echoed-prompt';
import type { Token } from '@/lib/protocol/run/run-events';
import type { Choice } from '@/lib/protocol/run/run-state';
import { tokenRanges } from '@/lib/protocol/tokens/token-view';

/** How expected each token of a text was. */
export interface TextScore {
  /** The tokens of the prompt, in order. */
  readonly tokens: readonly Token[];
  /** How many of them have a probability. The first one usually has none. */
  readonly scored: number;
  /** Sum of their surprisals, in bits. */
  readonly bits: number;
  /** Generated tokens behind the prompt, which are not part of the score. */
  readonly leftOut: number;
  /** Where the prompt ends in the choice's text, in UTF-16 units. */
  readonly end: number;
}

/**
 * Why an answer has no score: the text does not begin with the prompt (no `echo`), no token has a probability, or
 * the tokens are not those of the prompt.
 */
export type NoScore = 'no-echo' | 'no-probabilities' | 'other-tokens';

export type ScoreResult =
  | { readonly ok: true; readonly score: TextScore }
  | { readonly ok: false; readonly reason: NoScore };

/** The surprisal of a token, −log2 of its probability, in bits; null when the server gave none. */
export function surprisal(logprob: number | null): number | null {
  // Servers that compute in half precision send values a little above 0. `+ 0` makes −0 a 0.
  return logprob === null ? null : Math.max(0, -logprob / Math.LN2) + 0;
}

/** Mean surprisal in bits; null when nothing is scored. */
export function bitsPerToken({ bits, scored }: Pick<TextScore, 'bits' | 'scored'>): number | null {
  return scored === 0 ? null : bits / scored;
}

/** 2 to the mean surprisal: among how many equally likely tokens the model chose, so to speak. */
export function perplexity(score: Pick<TextScore, 'bits' | 'scored'>): number | null {
  const mean = bitsPerToken(score);
  return mean === null ? null : 2 ** mean;
}

/** @param choice of a run that has ended */
export function scoreChoice(request: CompletionRequest, choice: Choice): ScoreResult {
  const { tokens } = choice;
  if (!tokens?.some(({ logprob }) => logprob !== null)) return { ok: false, reason: 'no-probabilities' };
  const end = echoedUnits(request, choice);
  if (end === 0) return { ok: false, reason: 'no-echo' };
  const own = promptTokens(request, choice, end);
  if (own === null) return { ok: false, reason: 'other-tokens' };
  let bits = 0;
  let scored = 0;
  for (const { logprob } of own) {
    const one = surprisal(logprob);
    if (one === null) continue;
    bits += one;
    scored += 1;
  }
  if (scored === 0) return { ok: false, reason: 'no-probabilities' };
  return { ok: true, score: { tokens: own, scored, bits, leftOut: tokens.length - own.length, end } };
}

/** Null when the tokens do not make up the prompt: some servers give only those that they generated. */
function promptTokens(
  request: CompletionRequest,
  { index, text, tokens }: Choice,
  end: number,
): readonly Token[] | null {
  const given = tokens ?? [];
  const prompt = promptList(request.prompt)[promptIndex(request, index)] ?? '';
  if (typeof prompt !== 'string') return given.length < prompt.length ? null : given.slice(0, prompt.length);
  const ranges = tokenRanges(text, given);
  const first = ranges.findIndex((range) => range.start >= end);
  let count = first === -1 ? ranges.length : first;
  // A generated token that the text does not show in full has no place of its own.
  if (text.length > end && count === ranges.length) count -= 1;
  let covered = 0;
  let hidden = 0;
  for (const range of ranges.slice(0, count)) {
    covered += Math.min(range.end, end) - range.start;
    if (range.start === range.end && isPart(range.token.text)) hidden += 1;
  }
  return end - covered <= hidden * UNITS_OF_PART ? given.slice(0, count) : null;
}

/** A part of a character adds at most one code point to the text. */
const UNITS_OF_PART = 2;

/** Parts of a character, and special tokens, which a text does not show. */
function isPart(text: string): boolean {
  return text === '' || text.includes('\ufffd') || /^(bytes:|<|\\x)/.test(text);
}

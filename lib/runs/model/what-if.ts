import type { Token } from '@/lib/protocol/run/run-events';
import { tokenAlternatives } from '@/lib/protocol/tokens/token-view';

/**
 * How likely the kept alternatives of a token are with other sampling settings, without a call.
 *
 * Servers report `logprobs` of the model's own distribution: at temperature 1, before any cut (OpenAI, vLLM,
 * llama.cpp by default, and the practice model: lib/practice/sampler.ts). So a temperature T is p^(1/T). What is
 * not in the list is not known: everything here is over the shown tokens, and therefore approximate.
 */

export interface WhatIfSettings {
  readonly temperature: number;
  readonly topP: number;
  /** Null: no cut. */
  readonly topK: number | null;
  readonly minP: number;
}

/** What servers do when nothing is sent. */
export const UNCUT: WhatIfSettings = { temperature: 1, topP: 1, topK: null, minP: 0 };

export interface WhatIfEntry {
  readonly text: string;
  readonly chosen: boolean;
  /** With the run's own settings, over the shown tokens. */
  readonly before: number;
  /** With the other settings, over the shown tokens. */
  readonly after: number;
}

export interface WhatIf {
  /** Likeliest first; equally likely ones in the server's order. */
  readonly entries: readonly WhatIfEntry[];
  /** What the shown tokens have of the model's probability, 0–1. */
  readonly shown: number;
  /** The chosen token could still have been chosen. */
  readonly possible: boolean;
  /** It could, but at most half as likely as before. */
  readonly halved: boolean;
}

/** The temperature from which on sampling is greedy, as in the practice model: 1/T would overflow. */
const GREEDY_BELOW = 1e-5;
/** `formatChance` shows no more: two figures that look alike are no change. */
const EPSILON = 1e-9;

/** Null: the server gave no probabilities for this token. */
export function whatIf(token: Token, own: WhatIfSettings, other: WhatIfSettings): WhatIf | null {
  if (token.logprob === null) return null;
  const listed = logprobsOf(token);
  const logprobs = listed.map(({ logprob }) => logprob);
  const before = rescale(logprobs, own);
  const after = rescale(logprobs, other);
  const entries = listed.map(({ text, chosen }, at) => ({
    text,
    chosen,
    before: before[at]?.chance ?? 0,
    after: after[at]?.chance ?? 0,
  }));
  const at = listed.findIndex(({ chosen }) => chosen);
  const possible = after[at]?.kept ?? false;
  const wasAt = entries[at]?.before ?? 0;
  const isAt = entries[at]?.after ?? 0;
  return {
    entries,
    shown: Math.min(
      1,
      logprobs.reduce((sum, logprob) => sum + Math.exp(logprob), 0),
    ),
    possible,
    halved: possible && wasAt > 0 && isAt <= wasAt / 2 + EPSILON,
  };
}

/** The shown tokens, likeliest first, with the chosen one among them even if the server's list left it out. */
function logprobsOf(token: Token) {
  const chosen = tokenAlternatives(token).entries.findIndex((entry) => entry.chosen);
  const listed = token.top.map(({ text, logprob }) => ({ text, logprob, chosen: false }));
  const own = { text: token.text, logprob: token.logprob ?? Number.NEGATIVE_INFINITY, chosen: true };
  if (listed[chosen]?.text === token.text)
    listed.splice(chosen, 1, { ...own, logprob: listed[chosen].logprob });
  else listed.push(own);
  // Stable, so that ties keep the server's order.
  return listed.sort((a, b) => (a.logprob === b.logprob ? 0 : b.logprob - a.logprob));
}

interface Rescaled {
  readonly chance: number;
  /** False: cut away. A chance may also be 0 because it is too small for a number. */
  readonly kept: boolean;
}

/**
 * Temperature first, then top_k, top_p and min_p, as the practice model and Hugging Face's `generate` do: top_p then
 * counts the probabilities that are drawn from. vLLM applies min_p before the other two, which only matters when
 * both cut; llama.cpp by default cuts first and applies the temperature last.
 * @param logprobs highest first
 */
function rescale(logprobs: readonly number[], { temperature, topP, topK, minP }: WhatIfSettings): Rescaled[] {
  const [highest] = logprobs;
  const count = logprobs.length;
  // Nothing has a probability, or only one thing may have one.
  if (temperature < GREEDY_BELOW || highest === undefined || !Number.isFinite(highest)) {
    return logprobs.map((_logprob, at) => ({ chance: at === 0 ? 1 : 0, kept: at === 0 }));
  }
  // Relative to the likeliest, so that a low temperature cannot round everything to 0.
  const scaled = logprobs.map((logprob) => Math.exp((logprob - highest) / temperature));
  let kept = topK === null || topK < 1 ? count : Math.min(topK, count);
  if (topP < 1) kept = nucleus(scaled, kept, topP);
  // Everything is relative to the likeliest, whose scaled value is 1.
  if (minP > 0) {
    const least = Math.min(minP, 1);
    kept = Math.max(1, scaled.slice(0, kept).filter((value) => value >= least).length);
  }
  const sum = scaled.slice(0, kept).reduce((total, value) => total + value, 0);
  return scaled.map((value, at) =>
    at < kept ? { chance: value / sum, kept: true } : { chance: 0, kept: false },
  );
}

/** How many of the likeliest reach `topP` together; at least one. */
function nucleus(scaled: readonly number[], count: number, topP: number): number {
  let sum = 0;
  for (let at = 0; at < count; at += 1) sum += scaled[at] ?? 0;
  let mass = 0;
  for (let at = 0; at < count; at += 1) {
    mass += (scaled[at] ?? 0) / sum;
    // Ten times 0.1 is not quite 1.
    if (mass >= topP - 1e-12) return at + 1;
  }
  return count;
}

/** How a chosen token fares: `branch`, it could not have been chosen; `halved`, at most half as likely. */
export type WhatIfMark = 'branch' | 'halved' | null;

export function whatIfMark(token: Token, own: WhatIfSettings, other: WhatIfSettings): WhatIfMark {
  // A single token that is certain says nothing about others.
  if (token.top.length === 0 || sameSettings(own, other)) return null;
  const result = whatIf(token, own, other);
  if (!result) return null;
  return result.possible ? (result.halved ? 'halved' : null) : 'branch';
}

export function sameSettings(a: WhatIfSettings, b: WhatIfSettings): boolean {
  return a.temperature === b.temperature && a.topP === b.topP && a.topK === b.topK && a.minP === b.minP;
}

'use client';

import { useStore } from 'zustand';
import { storedChoice } from '@/lib/platform/client/stored-choice';
import type { Token } from '@/lib/protocol/run/run-events';
import { probability, tokenAlternatives } from '@/lib/protocol/tokens/token-view';
import { surprisal } from '@/lib/runs/model/score/text-score';

/** What tokens are coloured by. */
export type TokenColours = 'off' | 'probability' | 'rank' | 'surprisal';

/** `auto`: nobody has chosen yet. */
const { store, choose } = storedChoice<TokenColours | 'auto'>('playground.token-colours', [
  'auto',
  'off',
  'probability',
  'rank',
  'surprisal',
]);

/** Scored texts have a choice of their own: they are there for their colours. */
const ofScores = storedChoice<TokenColours | 'auto'>('playground.score-colours', [
  'surprisal',
  'off',
  'probability',
  'rank',
]);

export function setTokenColours(colours: TokenColours, isScore = false): void {
  (isScore ? ofScores.choose : choose)(colours);
}

/**
 * @param unchosen what holds until the reader chooses: a person who asked for probabilities wants to see
 *   them, but not over texts that are compared, or that somebody else has shared
 * @param isScore the text is a scored prompt
 */
export function useTokenColours(unchosen: TokenColours = 'probability', isScore = false): TokenColours {
  const chosen = useStore(isScore ? ofScores.store : store);
  return chosen === 'auto' ? unchosen : chosen;
}

/** Below each of these probabilities, the mark is one step stronger. */
const STEPS = [0.6, 0.3, 0.1];
/** From each of these surprisals on, in bits: probabilities of 1/2, 1/16 and 1/256, the mark is one step stronger. */
const BIT_STEPS = [1, 4, 8];

/** How strongly a token is marked: from 0, not at all (as expected, or unknown), to 3 (a surprise). */
export function tokenLevel(token: Token, by: TokenColours): number {
  const chance = probability(token.logprob);
  // Without a probability there is no rank either: the first token of an echoed prompt.
  if (by === 'off' || chance === null) return 0;
  if (by === 'probability') return STEPS.filter((step) => chance < step).length;
  if (by === 'surprisal') return BIT_STEPS.filter((step) => (surprisal(token.logprob) ?? 0) >= step).length;
  if (token.top.length === 0) return 0;
  const { rank } = tokenAlternatives(token);
  return rank === null ? STEPS.length : Math.min(rank - 1, STEPS.length);
}

/** What the levels from 1 on mean, strongest last. */
export const LEVEL_LABELS: Readonly<Record<Exclude<TokenColours, 'off'>, readonly string[]>> = {
  probability: ['30–60%', '10–30%', 'under 10%'],
  rank: ['2nd', '3rd', 'lower'],
  surprisal: ['1–4 bits', '4–8 bits', 'over 8 bits'],
};

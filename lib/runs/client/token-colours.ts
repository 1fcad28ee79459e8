'use client';

import { useStore } from 'zustand';
import { storedChoice } from '@/lib/platform/client/stored-choice';
import type { Token } from '@/lib/protocol/run/run-events';
import { probability, tokenAlternatives } from '@/lib/protocol/tokens/token-view';

/** What tokens are coloured by. */
export type TokenColours = 'off' | 'probability' | 'rank';

/** `auto`: nobody has chosen yet. */
const { store, choose } = storedChoice<TokenColours | 'auto'>('playground.token-colours', [
  'auto',
  'off',
  'probability',
  'rank',
]);

export const setTokenColours: (colours: TokenColours) => void = choose;

/**
 * @param unchosen what holds until the reader chooses: a person who asked for probabilities wants to see
 *   them, but not over texts that are compared, or that somebody else has shared
 */
export function useTokenColours(unchosen: TokenColours = 'probability'): TokenColours {
  const chosen = useStore(store);
  return chosen === 'auto' ? unchosen : chosen;
}

/** Below each of these probabilities, the mark is one step stronger. */
const STEPS = [0.6, 0.3, 0.1];

/** How strongly a token is marked: from 0, not at all (as expected, or unknown), to 3 (a surprise). */
export function tokenLevel(token: Token, by: TokenColours): number {
  const chance = probability(token.logprob);
  // Without a probability there is no rank either: the first token of an echoed prompt.
  if (by === 'off' || chance === null) return 0;
  if (by === 'probability') return STEPS.filter((step) => chance < step).length;
  if (token.top.length === 0) return 0;
  const { rank } = tokenAlternatives(token);
  return rank === null ? STEPS.length : Math.min(rank - 1, STEPS.length);
}

/** What the levels from 1 on mean, strongest last. */
export const LEVEL_LABELS: Readonly<Record<Exclude<TokenColours, 'off'>, readonly string[]>> = {
  probability: ['30–60%', '10–30%', 'under 10%'],
  rank: ['2nd', '3rd', 'lower'],
};

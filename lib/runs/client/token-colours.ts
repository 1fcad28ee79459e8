'use client';

import { useStore } from 'zustand';
import { storedChoice } from '@/lib/platform/client/stored-choice';
import type { Token } from '@/lib/protocol/run/run-events';
import { probabilityBucket, tokenAlternatives } from '@/lib/protocol/tokens/token-view';

/** What tokens are coloured by. */
export type TokenColours = 'off' | 'probability' | 'rank';

const { store, choose } = storedChoice<TokenColours>('playground.token-colours', [
  'off',
  'probability',
  'rank',
]);

export const setTokenColours = choose;

export function useTokenColours(): TokenColours {
  return useStore(store);
}

/** How strongly a token is marked: from 0, not at all (as expected, or unknown), to 4 (a surprise). */
export function tokenLevel(token: Token, by: TokenColours): number {
  if (by === 'off') return 0;
  if (by === 'probability') {
    switch (probabilityBucket(token.logprob)) {
      case 'likely':
        return 1;
      case 'even':
        return 2;
      case 'unlikely':
        return 3;
      case 'rare':
        return 4;
      default:
        return 0;
    }
  }
  // Without a probability there is no rank: the first token of an echoed prompt.
  if (token.logprob === null || token.top.length === 0) return 0;
  const { rank } = tokenAlternatives(token);
  return rank === null ? 4 : Math.min(rank - 1, 3);
}

/** What the levels mean, strongest last. */
export const LEVEL_LABELS: Readonly<Record<Exclude<TokenColours, 'off'>, readonly string[]>> = {
  probability: ['90% and up', '60–90%', '30–60%', '10–30%', 'under 10%'],
  rank: ['likeliest', 'second', 'third', 'lower', 'not listed'],
};

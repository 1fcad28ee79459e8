import { describe, expect, it } from 'vitest';
import type { Token } from '@/lib/protocol/run/run-events';
import { tokenLevel } from './token-colours';

const token = (probability: number | null, top: [string, number][] = []): Token => ({
  text: 'x',
  logprob: probability === null ? null : Math.log(probability),
  top: top.map(([text, chance]) => ({ text, logprob: Math.log(chance) })),
});

describe('how strongly a token is marked', () => {
  it('by probability: the less likely, the stronger', () => {
    expect([0.95, 0.7, 0.4, 0.2, 0.01].map((chance) => tokenLevel(token(chance), 'probability'))).toEqual([
      0, 0, 1, 2, 3,
    ]);
  });

  it('by rank: the further down the list, the stronger', () => {
    const list = (rank: number): [string, number][] =>
      [0.4, 0.3, 0.2, 0.05, 0.01].map((chance, at) => [at === rank ? 'x' : `other ${at}`, chance]);
    expect([0, 1, 2, 3, 4].map((rank) => tokenLevel(token(0.1, list(rank)), 'rank'))).toEqual([
      0, 1, 2, 3, 3,
    ]);
    expect(tokenLevel(token(0.1, list(9)), 'rank')).toBe(3);
  });

  it('not at all where nothing is known, or colours are off', () => {
    expect(tokenLevel(token(null), 'probability')).toBe(0);
    expect(tokenLevel(token(null), 'rank')).toBe(0);
    expect(tokenLevel(token(0.01), 'off')).toBe(0);
  });
});

import { expect, it } from 'vitest';
import type { Token } from '@/lib/protocol/run/run-events';
import { formatLogprob, rankLabel } from './token-labels';

const token = (logprob: number | null, listed: readonly string[], text = 'x'): Token => ({
  text,
  logprob,
  top: listed.map((other, at) => ({ text: other, logprob: -at - 0.1 })),
});

it('writes a log probability with three decimals, and a huge one without', () => {
  expect(formatLogprob(-0.8654)).toBe('−0.865');
  expect(formatLogprob(0)).toBe('0.000');
  expect(formatLogprob(-9999)).toBe('−9999');
});

it('ranks a token among those that the server listed', () => {
  expect(rankLabel(token(-1, ['a', 'x', 'b']))).toBe('2 of 3 returned');
  expect(rankLabel(token(-9, ['a', 'b', 'c']))).toBe('not in top 3');
  expect(rankLabel(token(-9, []))).toBeNull();
  expect(rankLabel(token(null, ['a']))).toBeNull();
});

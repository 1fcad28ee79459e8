import { describe, expect, it } from 'vitest';
import { formatCount, formatMs, formatRate } from './run-figures';

describe('formatted figures', () => {
  it.each([
    [0, '0 ms'],
    [312.4, '312 ms'],
    [4_249, '4.2 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min 0 s'],
    [65_000, '1 min 5 s'],
  ])('%d ms is %s', (milliseconds, formatted) => {
    expect(formatMs(milliseconds)).toBe(formatted);
  });

  it('show at most three figures of a speed', () => {
    expect([7.251, 41.23, 1_980.4].map(formatRate)).toEqual(['7.25', '41.2', '1,980']);
  });

  it('say when a count is a guess', () => {
    expect(formatCount({ value: 1_234, isEstimated: true })).toBe('about 1,234');
  });
});

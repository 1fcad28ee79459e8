import { describe, expect, it } from 'vitest';
import { completionTokens, formatCount, formatMs, formatRate } from './run-figures';

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

describe('the tokens of a completion', () => {
  const words = 'the quick brown fox '.repeat(20);
  const choices = [0, 1].map((index) => ({ index, text: words, tokens: null, finishReason: 'length' }));

  it('are estimated at no more than the request allowed for each choice', () => {
    expect(completionTokens({ usage: null, choices }, { max: 16 })).toEqual({ value: 32, isEstimated: true });
    // With echo the prompt counts as well, and no server limits it.
    for (const free of [{}, { max: -1 }, { max: 16, echo: true }]) {
      expect(completionTokens({ usage: null, choices }, free)?.value).toBeGreaterThan(100);
    }
  });
});

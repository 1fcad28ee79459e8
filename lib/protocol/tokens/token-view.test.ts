import { describe, expect, it } from 'vitest';
import type { Token } from '../run/run-events';
import { meanLogprob, probability, tokenAlternatives, tokenRanges } from './token-view';

const token = (text: string, logprob: number | null = -1, top: Token['top'] = []): Token => ({
  text,
  logprob,
  top,
});

describe('probabilities', () => {
  it('are exp of the log-probability, never above 1, and null where there is none', () => {
    expect(probability(0)).toBe(1);
    expect(probability(0.002)).toBe(1);
    expect(probability(Math.log(0.25))).toBeCloseTo(0.25, 12);
    expect(probability(-9999)).toBe(0);
    expect(probability(null)).toBeNull();
  });

  it('have a mean over the tokens that have one', () => {
    expect(meanLogprob([token('a', null), token('b', -1), token('c', -2)])).toBe(-1.5);
    expect(meanLogprob([token('a', null)])).toBeNull();
  });
});

describe('alternatives', () => {
  it('mark the token that was taken, its rank and what is left for others', () => {
    const top = [
      { text: 'a', logprob: Math.log(0.5) },
      { text: 'b', logprob: Math.log(0.25) },
    ];
    const found = tokenAlternatives(token('b', Math.log(0.25), top));
    expect(found.entries.map(({ text, chosen }) => [text, chosen])).toEqual([
      ['a', false],
      ['b', true],
    ]);
    expect(found.rank).toBe(2);
    expect(found.others).toBeCloseTo(0.25, 12);
  });

  it('show a taken token that the list left out, at its rank', () => {
    const top = [
      { text: 'a', logprob: Math.log(0.5) },
      { text: 'b', logprob: Math.log(0.1) },
    ];
    const found = tokenAlternatives(token('z', Math.log(0.2), top));
    expect(found.entries.map(({ text }) => text)).toEqual(['a', 'z', 'b']);
    expect([found.rank, found.entries[1]?.chosen]).toEqual([null, true]);
    expect(found.others).toBeCloseTo(0.2, 12);
  });

  it('never leave less than nothing for others, and say nothing without any number', () => {
    expect(tokenAlternatives(token('a', 0, [{ text: 'a', logprob: 0.01 }])).others).toBe(0);
    expect(tokenAlternatives(token('a', null))).toEqual({ entries: [], rank: null, others: null });
  });
});

describe('ranges of tokens', () => {
  const ranges = (text: string, parts: readonly string[]) =>
    tokenRanges(
      text,
      parts.map((part) => token(part)),
    ).map(({ start, end }) => text.slice(start, end));

  it('are one after the other when the tokens add up to the text', () => {
    expect(ranges('Once upon a', ['Once', ' upon', ' a'])).toEqual(['Once', ' upon', ' a']);
  });

  it('go on after parts of a character and tokens that are not printed', () => {
    expect(ranges('a 🧵 is', ['a', ' ', '�', '�', ' is', '<|end|>'])).toEqual(['a', ' ', '', '', ' is', '']);
  });

  it('never go backwards or overlap', () => {
    const text = 'the cat the dog the end';
    const ranges = tokenRanges(
      text,
      ['the', ' dog', '??', ' the', 'cat', ' end'].map((part) => token(part)),
    );
    let at = 0;
    for (const { start, end } of ranges) {
      expect(start).toBeGreaterThanOrEqual(at);
      expect(end).toBeGreaterThanOrEqual(start);
      at = end;
    }
    expect(ranges.at(-1)?.end).toBe(text.length);
  });
});

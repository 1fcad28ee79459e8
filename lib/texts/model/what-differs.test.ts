import { describe, expect, it } from 'vitest';
import { diffLines, diffWords } from './diff-text';
import { firstDivergence } from './divergence';
import { diffSummary, divergenceSummary, sameAs } from './what-differs';

const output = (...texts: string[]) => ({
  text: texts.join(''),
  tokens: texts.map((text) => ({ text, logprob: -1, top: [] })),
});

it('equal outputs are named after the first of them', () => {
  const texts = ['x', 'y', 'x', null, 'x', 'z', 'y', null];
  expect(sameAs(texts)).toEqual([null, null, 0, null, 0, null, 1, null]);
});

describe('in sentences', () => {
  it('divergences', () => {
    const say = (a: ReturnType<typeof output>, b: ReturnType<typeof output>) =>
      divergenceSummary(firstDivergence(a, b), 'A', 'B');
    expect(say(output('The', ' cat'), output('The', ' dog'))).toBe(
      'B diverges from A at token 2: “␣dog” instead of “␣cat”, after 4 identical characters.',
    );
    expect(say(output('The'), output('The', ' dog'))).toBe(
      'A ends after 3 identical characters; B continues with “␣dog”.',
    );
    expect(say(output('The', ' dog'), output('The'))).toBe(
      'B ends after 3 identical characters; A continues with “␣dog”.',
    );
    expect(say(output('x'), output('x'))).toBe('B is the same as A.');
    expect(
      divergenceSummary(firstDivergence({ text: 'a', tokens: null }, { text: 'b', tokens: null }), 'A', 'B'),
    ).toBe('B diverges from A: “b” instead of “a”, from the start.');
  });

  it('differences', () => {
    expect(diffSummary(diffWords('the old cat sat', 'the young cat sat down here'))).toBe(
      '2 changes: 3 words added, 1 word removed.',
    );
    expect(diffSummary(diffWords('a b', 'a  b'))).toBe('1 change: whitespace or punctuation only.');
    expect(diffSummary(diffLines('a\nb\n', 'a\nc\nd\n'))).toBe('1 change: 2 lines added, 1 line removed.');
    expect(diffSummary(diffWords('a', 'a'))).toBe('No differences.');
  });
});

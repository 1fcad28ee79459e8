import { expect, it } from 'vitest';
import type { Token } from '@/lib/protocol/run/run-events';
import { choiceFigures } from './choice-figures';

const tokens = (...list: [string, number | null][]): Token[] =>
  list.map(([text, logprob]) => ({ text, logprob, top: [] }));

it('measures what was written, and knows tokens only where they came', () => {
  const request = { model: 'm', prompt: 'Once' };
  expect(choiceFigures(request, { index: 0, text: ' upon', tokens: null })).toEqual({
    characters: 5,
    tokens: null,
    meanLogprob: null,
  });
  const written = tokens([' upon', -0.5], [' a', -1.5]);
  expect(choiceFigures(request, { index: 0, text: ' upon a', tokens: written })).toEqual({
    characters: 7,
    tokens: 2,
    meanLogprob: -1,
  });
});

it('leaves out an echoed prompt, of the choice’s own prompt', () => {
  const request = { model: 'm', prompt: ['One', 'Two three'], n: 2, echo: true };
  const echoed = tokens(['Two', null], [' three', -9], [' four', -1]);
  expect(choiceFigures(request, { index: 3, text: 'Two three four', tokens: echoed })).toEqual({
    characters: 5,
    tokens: 1,
    meanLogprob: -1,
  });
  // A server that did not echo: all of it was written.
  expect(choiceFigures(request, { index: 3, text: ' four', tokens: tokens([' four', -1]) }).characters).toBe(
    5,
  );
});

import { describe, expect, it } from 'vitest';
import { continuationText, equalTexts } from './run-text';

describe('what of an output can be appended', () => {
  it('is all of it without echo', () => {
    expect(continuationText({ model: 'm', prompt: 'Once' }, 0, 'Once more')).toBe('Once more');
  });

  it('is what follows the prompt with echo, for each prompt its own', () => {
    const request = { model: 'm', prompt: ['A', 'B'], n: 2, echo: true };
    expect([0, 1, 2, 3].map((index) => continuationText(request, index, index < 2 ? 'A x' : 'B y'))).toEqual([
      ' x',
      ' x',
      ' y',
      ' y',
    ]);
  });

  it('is all of it when a server did not echo', () => {
    expect(continuationText({ model: 'm', prompt: 'Once', echo: true }, 0, ' upon')).toBe(' upon');
  });
});

describe('equal outputs', () => {
  it('point to the first of their kind', () => {
    expect(equalTexts(['a', 'b', 'a', 'a', 'b'])).toEqual([null, null, 0, 0, 1]);
  });
});

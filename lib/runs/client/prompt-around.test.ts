import { describe, expect, it } from 'vitest';
import { promptAround } from './prompt-around';

const request = { model: 'm', prompt: 'Once upon a time' };

describe('promptAround', () => {
  it('keeps the last line apart, in which the completion begins', () => {
    expect(promptAround({ ...request, prompt: 'Q: Why?\nA:' }, 0)).toEqual({
      above: 'Q: Why?\n',
      before: 'A:',
      after: '',
    });
  });

  it('takes the prompt of the choice, and the text after the gap', () => {
    const list = { ...request, prompt: ['one', 'two'], n: 2, suffix: ' end' };
    expect(promptAround(list, 1)).toEqual({ above: '', before: 'one', after: ' end' });
    expect(promptAround(list, 2)).toEqual({ above: '', before: 'two', after: ' end' });
  });

  it('shows nothing where the choice repeats the prompt, or where there is none', () => {
    expect(promptAround({ ...request, echo: true }, 0)).toBeNull();
    expect(promptAround({ ...request, prompt: '' }, 0)).toBeNull();
  });

  it('moves the beginning of a very long line above, at a space, and loses nothing', () => {
    const prompt = 'word '.repeat(40_000);
    const around = promptAround({ ...request, prompt }, 0);
    expect(around?.before.length).toBeLessThanOrEqual(2_000);
    expect(`${around?.above}${around?.before}`).toBe(prompt);
  });
});

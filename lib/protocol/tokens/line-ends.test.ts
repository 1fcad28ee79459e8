import { describe, expect, it } from 'vitest';
import { integer, seededRandom } from '../fixtures/seeded-random';
import { editedText, lineEnds, shownText } from './line-ends';

describe('line ends in a field that knows one', () => {
  it('a text that is shown and not touched stays as it is', () => {
    for (const text of ['', 'a', 'a\r\nb', '\r\n\r\n', 'a\rb\r\nc\nd', '\r\r\n\n\r']) {
      expect(editedText(text, shownText(text))).toBe(text);
    }
  });

  it.each([
    ['a\r\nb\r\nc', 'a\nb!\nc', 'a\r\nb!\r\nc'],
    ['a\r\nb', 'a\nb\nc', 'a\r\nb\r\nc'],
    ['a\rb', 'a\nb\nc', 'a\rb\rc'],
    ['a\r\nb\nc', 'a\nb\nc\nd', 'a\r\nb\nc\nd'],
    ['a\r\nb', 'ab', 'ab'],
    ['a\r\nb', '', ''],
    ['a\r\n\r\nb', 'a\nb', 'a\r\nb'],
    ['a\nb', 'a\nb\nc', 'a\nb\nc'],
  ])('%j edited to %j is %j', (text, shown, after) => {
    expect(editedText(text, shown)).toBe(after);
  });

  it('what is pasted keeps its own', () => {
    const pasted = { start: 1, end: 2, inserted: 'x\r\ny' };
    expect(editedText('abc', 'ax\nyc', pasted)).toBe('ax\r\nyc');
    expect(editedText('a\nb', 'a\nb\n', { start: 3, end: 3, inserted: '\r\n' })).toBe('a\nb\r\n');
    // The browser did something else with it.
    expect(editedText('abc', 'a-c', pasted)).toBe('a-c');
  });

  it('whatever is edited, the field shows the text that is kept, and what is outside of the edit stays', () => {
    const random = seededRandom(7);
    const chunks = ['a', 'b', '\r\n', '\r', '\n', ' '];
    const some = (max: number) =>
      Array.from(
        { length: integer(random, 0, max) },
        () => chunks[integer(random, 0, chunks.length - 1)],
      ).join('');
    for (let round = 0; round < 2000; round += 1) {
      const text = some(12);
      const before = shownText(text);
      const start = integer(random, 0, before.length);
      const end = integer(random, start, before.length);
      const inserted = some(4);
      const shown = before.slice(0, start) + shownText(inserted) + before.slice(end);
      const after = editedText(text, shown);
      expect(shownText(after)).toBe(shown);
      const exact = editedText(text, shown, { start, end, inserted });
      expect(shownText(exact)).toBe(shown);
    }
  });

  it('counts each kind', () => {
    expect(lineEnds('a\r\nb\rc\nd\r\n')).toEqual({ crlf: 2, cr: 1, lf: 1 });
  });
});

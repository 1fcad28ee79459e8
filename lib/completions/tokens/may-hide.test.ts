import { describe, expect, it } from 'vitest';
import { hasHidden } from './hidden-characters';
import { mayHide } from './may-hide';

describe('whether a text may hide something', () => {
  it('is never denied of a character that is hidden', () => {
    const missed: string[] = [];
    for (let code = 0; code < 0x110000; code += 1) {
      const character = String.fromCodePoint(code);
      if (hasHidden(character) && !mayHide(character)) missed.push(code.toString(16));
    }
    expect(missed).toEqual([]);
  });

  it('is denied of what people write', () => {
    for (const text of [
      'Once upon a time',
      'zwei\nZeilen\r\n\tund mehr',
      'Ünïcödé',
      '東京',
      '١٢٣',
      '🎉',
      '',
    ]) {
      expect(mayHide(text), text).toBe(false);
    }
  });
});

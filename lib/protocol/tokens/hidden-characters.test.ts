import { describe, expect, it } from 'vitest';
import { codeName, hasHidden, hiddenCharacters, visibleName, withoutHidden } from './hidden-characters';
import { mayHide } from './may-hide';

const BIDI = [0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200e, 0x200f, 0x61c];
const OTHERS = [
  0, 1, 8, 0x0b, 0x0c, 0x1b, 0x7f, 0x80, 0x9f, 0xad, 0x200b, 0x2028, 0x2029, 0x2060, 0xfeff, 0x3164, 0xe0041,
];

describe('hidden characters', () => {
  it('never passes over one without a closer look', () => {
    for (let code = 0; code <= 0xe0fff; code += 1) {
      const text = `a${String.fromCodePoint(code)}b`;
      if (hasHidden(text)) expect(mayHide(text), codeName(code)).toBe(true);
    }
    expect(mayHide('plain text\twith\nlines, שלום, 今日は, naïve')).toBe(false);
    expect(mayHide('a\r\nb')).toBe(true);
  });

  it('finds every mark of direction, and what else nobody sees', () => {
    for (const code of [...BIDI, ...OTHERS]) {
      const text = `one${String.fromCodePoint(code)}two`;
      expect(hiddenCharacters(text), codeName(code)).toMatchObject([{ code: codeName(code), count: 1 }]);
      expect(mayHide(text), codeName(code)).toBe(true);
      expect(withoutHidden(text)).toBe('onetwo');
      expect(visibleName(text)).toBe(`one[${codeName(code)}]two`);
    }
  });

  it('counts, names, and keeps the order', () => {
    expect(hiddenCharacters('\u202ea\u0000b\u202e')).toEqual([
      { code: 'U+202E', label: 'U+202E right-to-left override', count: 2 },
      { code: 'U+0000', label: 'U+0000 NUL', count: 1 },
    ]);
  });

  it.each([
    'plain text, with\ttabs\nand lines\r\n',
    'שלום עולם',
    'مرحبا بالعالم',
    'می\u200cخواهم',
    'क्\u200dष',
    'family 👨\u200d👩\u200d👧\u200d👦',
    'heart ❤\ufe0f\u200d🔥',
    'keycap 1\ufe0f\u20e3',
    'wave 👋🏽',
    'no-break\u00a0space',
    '葛\ufe00',
  ])('leaves %j alone', (text) => {
    expect(hasHidden(text)).toBe(false);
    expect(withoutHidden(text)).toBe(text);
    expect(visibleName(text)).toBe(text);
  });

  it('finds joints where nothing is joined, and halves of pairs', () => {
    expect(hiddenCharacters('pass\u200cword\u200d')).toHaveLength(2);
    expect(hiddenCharacters('a\ufe0fb')).toHaveLength(1);
    expect(hiddenCharacters('a\ud83d b')).toMatchObject([{ code: 'U+D83D' }]);
    expect(hasHidden('😀')).toBe(false);
  });

  it('takes twice the time for twice the text', () => {
    for (const unit of ['\u202e', '\u200d', 'a\u200c', '👩\u200d', '\u0000 ', '\ud83d']) {
      const cost = (length: number) => {
        const text = unit.repeat(length);
        return Math.min(
          ...[1, 2, 3].map(() => {
            const began = performance.now();
            withoutHidden(text);
            return performance.now() - began;
          }),
        );
      };
      const once = cost(50_000);
      expect(cost(100_000)).toBeLessThan(Math.max(once * 8, 200));
    }
  });
});

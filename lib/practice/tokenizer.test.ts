import { describe, expect, it } from 'vitest';
import { CORPUS } from './corpus/documents';
import { seededRandom } from './random';
import { decode, encode, isTokenId, practiceTokens, vocabulary } from './tokenizer';

/** Text from all corners of Unicode: words, spaces, marks, astral characters, lone surrogates. */
function randomText(random: () => number): string {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const parts = [
    ' ',
    '  ',
    '\n',
    '\r\n',
    '\t',
    ' the',
    'lighthouse',
    "don't",
    '漢字',
    '🙂',
    '👩‍👩‍👧',
    'é',
    'e\u0301',
    '\ud800',
    '\udc00',
    '\u2028',
    '\0',
    '"',
    '    return',
    '12,5',
  ];
  let text = '';
  for (let length = Math.floor(random() * 24); length > 0; length -= 1) {
    text += random() < 0.7 ? pick(parts) : String.fromCharCode(Math.floor(random() * 0x10000));
  }
  return text;
}

describe('tokenizer', () => {
  it('gives back any text exactly', () => {
    const random = seededRandom(7, 0, 0);
    for (let round = 0; round < 3000; round += 1) {
      const text = randomText(random);
      expect(decode(encode(text))).toBe(text);
    }
  });

  it('knows every token of its corpus', () => {
    const { size } = vocabulary();
    for (const { text } of CORPUS) {
      const ids = encode(text);
      expect(ids.every((id) => id > 0 && id < size)).toBe(true);
      expect(decode(ids)).toBe(text);
    }
  });

  it('takes a word with its leading space as one token', () => {
    expect(practiceTokens('Once upon a time').map(({ text }) => text)).toEqual([
      'Once',
      ' upon',
      ' a',
      ' time',
    ]);
  });

  it('keeps a line break and an indentation apart', () => {
    expect(practiceTokens('\n    return').map(({ text }) => text)).toEqual(['\n', '    ', 'return']);
  });

  it('spells what it does not know, one code point a token', () => {
    expect(practiceTokens(' 🙂字').map(({ text }) => text)).toEqual([' ', '🙂', '字']);
  });

  it('has one text and one id for each token', () => {
    const { texts, size } = vocabulary();
    expect(new Set(texts).size).toBe(size);
    for (let id = 1; id < size; id += 1) expect(vocabulary().idOf.get(texts[id] ?? '')).toBe(id);
  });

  it('distinguishes token ids from other numbers', () => {
    expect([0, 1, vocabulary().size - 1, 1_000_000 + 0x1f642].every(isTokenId)).toBe(true);
    expect([-1, 1.5, vocabulary().size, 999_999, 1_000_000 + 0x110000].some(isTokenId)).toBe(false);
  });

  it('reads 200 kB without trouble', () => {
    const text = 'The astronaut said "hello" 🙂\n'.repeat(7000);
    expect(decode(encode(text))).toBe(text);
  });

  it('reads words of any shape and length, and stops soon after a maximum', () => {
    for (const text of [
      "a'".repeat(1_000_000),
      '𝒳'.repeat(500_000),
      "don't".repeat(50),
      ' '.repeat(100_000),
    ]) {
      expect(decode(encode(text)) === text).toBe(true);
      expect(encode(text, 40)).toEqual(encode(text).slice(0, 41));
    }
  });
});

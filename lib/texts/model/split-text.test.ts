import { describe, expect, it } from 'vitest';
import { composedText, editedText } from '@/lib/protocol/fixtures/random-texts';
import { seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import {
  characterStart,
  commonPrefixLength,
  countCharacters,
  splitLines,
  splitSentences,
  splitWords,
} from './split-text';

function characterBorders(text: string): Set<number> {
  const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
  return new Set([...segmenter.segment(text)].map(({ index }) => index).concat(text.length));
}

describe('cutting a text', () => {
  it('keeps all of it and cuts only between characters', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 1_500; round += 1) {
      const text = composedText(random);
      const borders = characterBorders(text);
      for (const split of [splitWords, splitSentences, splitLines]) {
        const units = split(text);
        expect(units.join('')).toBe(text);
        let at = 0;
        for (const unit of units) {
          expect(unit).not.toBe('');
          at += unit.length;
          expect(borders.has(at), JSON.stringify([text, unit])).toBe(true);
        }
      }
    }
  });

  it('finds words, signs and white space', () => {
    expect(splitWords('Don’t stop, now!\n  go')).toEqual([
      'Don’t',
      ' ',
      'stop',
      ',',
      ' ',
      'now',
      '!',
      '\n',
      '  ',
      'go',
    ]);
    expect(splitWords('snake_case = f(x1)')).toEqual(['snake_case', ' ', '=', ' ', 'f', '(', 'x1', ')']);
    expect(splitWords('👩‍👩‍👧👋🏽🇩🇪🇫🇷')).toEqual(['👩‍👩‍👧', '👋🏽', '🇩🇪', '🇫🇷']);
  });

  it('finds the words of scripts without spaces', () => {
    const words = splitWords('今天天气很好，我们去公园散步。');
    expect(words).toContain('今天');
    expect(words).toContain('我们');
    expect(words).toContain('，');
  });

  it('finds sentences, the space between them by itself', () => {
    expect(splitSentences('It rained. The sea rose!\nWhy?')).toEqual([
      'It rained.',
      ' ',
      'The sea rose!',
      '\n',
      'Why?',
    ]);
    expect(splitSentences('今天很好。我们去公园。')).toEqual(['今天很好。', '我们去公园。']);
  });

  it('finds lines with any kind of break', () => {
    expect(splitLines('a\r\nb\rc\n\nd')).toEqual(['a\r\n', 'b\r', 'c\n', '\n', 'd']);
    expect(splitLines('')).toEqual([]);
  });

  it('cuts long texts without spaces into chunks that lose nothing', () => {
    const text = '今天天气很好我们去公园散步'.repeat(2_000);
    expect(splitWords(text).join('')).toBe(text);
    expect(splitWords(text).length).toBeGreaterThan(8_000);
  });
});

describe('characters', () => {
  it('are counted as people see them', () => {
    expect(countCharacters('e\u0301👩‍👩‍👧🇩🇪a\r\nb')).toBe(6);
    expect(countCharacters('')).toBe(0);
  });

  it('begin where a segmenter of the whole text says', () => {
    const random = seededRandom(11);
    for (let round = 0; round < 400; round += 1) {
      const text = composedText(random, 8);
      const borders = [...characterBorders(text)].sort((a, b) => a - b);
      for (let offset = 0; offset <= text.length; offset += 1) {
        const expected = borders.filter((border) => border <= offset).at(-1) ?? 0;
        expect(characterStart(text, offset), JSON.stringify([text, offset])).toBe(expected);
      }
    }
  });

  it('are never cut by the common beginning of two texts', () => {
    expect(commonPrefixLength('a👩‍👩‍👧', 'a👩‍👩‍👦')).toBe(1);
    expect(commonPrefixLength('ae', 'ae\u0301')).toBe(1);
    expect(commonPrefixLength('a\r\n', 'a\rb')).toBe(1);
    const random = seededRandom(13);
    for (let round = 0; round < 500; round += 1) {
      const a = composedText(random);
      const b = editedText(random, a);
      const length = commonPrefixLength(a, b);
      expect(a.slice(0, length)).toBe(b.slice(0, length));
      expect(characterBorders(a).has(length) && characterBorders(b).has(length)).toBe(true);
    }
  });
});

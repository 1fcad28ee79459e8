import { describe, expect, it } from 'vitest';
import { isSuggestionPlace, suggestionPart, suggestionPrompt } from './suggestion-text';

describe('a part of a suggestion', () => {
  it('is a word with the space before it, a line without its break, or all', () => {
    const text = ' two eggs,\nand some flour';
    expect(suggestionPart(text, 'word')).toBe(' two');
    expect(suggestionPart(' eggs,\nand', 'word')).toBe(' eggs,');
    expect(suggestionPart('\n  and some', 'word')).toBe('\n  and');
    expect(suggestionPart(text, 'line')).toBe(' two eggs,');
    expect(suggestionPart('\nand some flour\nthen', 'line')).toBe('\nand some flour');
    expect(suggestionPart(text, 'all')).toBe(text);
    expect(suggestionPart('  \n', 'word')).toBe('  \n');
  });

  it('adds up to the whole text', () => {
    for (const part of ['word', 'line'] as const) {
      for (const text of [' one two\n\nthree ', '日本語の文章です。次の文', 'ภาษาไทยสวย', '😀 ok\r\nend']) {
        const parts: string[] = [];
        for (let left = text; left !== ''; left = left.slice(parts.at(-1)?.length)) {
          parts.push(suggestionPart(left, part));
          expect(parts.at(-1)).not.toBe('');
        }
        expect(parts.join('')).toBe(text);
      }
    }
    expect(suggestionPart('日本語の文章です。', 'word').length).toBeLessThan(5);
  });
});

it('stands at the end of a line, or before white space or punctuation', () => {
  const text = 'One (two) three\n\nfour';
  const places = [...text, ''].flatMap((_, at) => (isSuggestionPlace(text, at) ? [at] : []));
  expect(places).toEqual([3, 4, 8, 9, 15, 16, 21]);
});

it('sends no single space at the end', () => {
  expect(suggestionPrompt('The recipe ', 11)).toEqual({ prompt: 'The recipe', skip: ' ' });
  expect(suggestionPrompt('The recipe calls', 10)).toEqual({ prompt: 'The recipe', skip: '' });
  expect(suggestionPrompt('The recipe  ', 12)).toEqual({ prompt: 'The recipe  ', skip: '' });
  expect(suggestionPrompt(' ', 1)).toEqual({ prompt: ' ', skip: '' });
});

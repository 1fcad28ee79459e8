import { describe, expect, it } from 'vitest';
import { matchWords, queryWords, searchedText } from './match-words';

/** The found letters of the text in brackets; null: no match. */
function marked(query: string, text: string): string | null {
  const match = matchWords(queryWords(query), searchedText(text));
  if (!match) return null;
  let result = '';
  let at = 0;
  for (const [start, end] of match.ranges) {
    result += `${text.slice(at, start)}[${text.slice(start, end)}]`;
    at = end;
  }
  return result + text.slice(at);
}
const score = (query: string, text: string) =>
  matchWords(queryWords(query), searchedText(text))?.score ?? Number.NEGATIVE_INFINITY;

describe('what is found', () => {
  it.each([
    ['run', 'Run', '[Run]'],
    ['cp', 'Compare presets', '[C]ompare [p]resets'],
    ['ds', 'DeepSeek coder', '[D]eep[S]eek coder'],
    ['8b', 'Llama-3.1-8B', 'Llama-3.1-[8B]'],
    ['theme dark', 'Dark theme', '[Dark] [theme]'],
    ['', 'Run', 'Run'],
    ['runn', 'Run', null],
    ['nur', 'Run', null],
    ['run stop', 'Run', null],
  ])('%s in %s', (query, text, expected) => {
    expect(marked(query, text)).toBe(expected);
  });

  it.each([
    ['sao', 'São Paulo', '[São] Paulo'],
    ['SÃO', 'sao paulo', '[sao] paulo'],
    ['lodz', 'Łódź', '[Łódź]'],
    ['strasse', 'Die Straße', 'Die [Straße]'],
    ['ecole', 'E\u0301cole', '[E\u0301cole]'],
    ['большои', 'Большой', '[Большой]'],
    ['하', '한국', '[한]국'],
    ['ｒｕｎ', 'Run', '[Run]'],
    ['😀', 'a 😀 b', 'a [😀] b'],
  ])('folds as the history does: %s in %s', (query, text, expected) => {
    expect(marked(query, text)).toBe(expected);
  });
});

describe('what is better', () => {
  it.each([
    ['starts of words before the inside of one', 'cp', 'Compare presets', 'Discipline'],
    ['letters side by side before letters apart', 'code', 'Show code', 'Copy old element'],
    ['the start of the text before that of another word', 'te', 'Temperature', 'Send temperature'],
    ['a whole word before the start of a longer one', 'run', 'Stop run', 'Stop running'],
    ['few skipped letters before many', 'stp', 'a stop b', 'as the top'],
    [
      'the beginning of one word before those of several',
      'sweep',
      'A new sweep',
      'Some words end early, perhaps',
    ],
    ['humps before the inside of a word', 'sc', 'deepSeekCoder', 'deepmusicians'],
  ])('%s', (_what, query, better, worse) => {
    expect(score(query, better)).toBeGreaterThan(score(query, worse));
  });

  it('finds the best of many ways, as an exhaustive search does', () => {
    const text = 'abcab cabca bcabc';
    for (const word of ['abc', 'acb', 'cab', 'bcab', 'aaaa', 'ccc']) {
      const match = matchWords([word], searchedText(text));
      const letters = match?.ranges.map(([start, end]) => text.slice(start, end)).join('');
      expect(letters).toBe(word);
    }
  });
});

it('does work that grows with the length of the text, up to a bound', () => {
  // Counted rather than timed: every letter that is looked at is one call.
  const looks = (length: number) => {
    // No word begins with what is looked for, so that every way to find it is tried.
    const text = `b${'a'.repeat(length - 1)}`;
    const searched = searchedText(text);
    let count = 0;
    const folded = new Proxy(Object(searched.folded), {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (name === 'charAt') {
          return (at: number) => {
            count += 1;
            return text.charAt(at);
          };
        }
        return typeof value === 'function' ? value.bind(target) : value;
      },
    }) as string;
    matchWords(['aaaaaaaaaab'.slice(0, 10)], { ...searched, folded });
    return count;
  };
  const [short, long] = [looks(50), looks(100)];
  expect(long / short).toBeLessThan(2.2);
  // Longer texts are cut.
  expect(searchedText('a'.repeat(1_000_000)).folded).toHaveLength(200);
  expect(queryWords('a'.repeat(1_000_000)).join('')).toHaveLength(60);
  expect(queryWords('a '.repeat(1_000))).toHaveLength(6);
});

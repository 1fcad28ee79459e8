import { expect, it } from 'vitest';
import { MAX_BRANCH_WORDS, wordsApart } from './branch-words';

const LONG = 'The keeper climbed the stairs of the lighthouse and looked at the sea. ';

it('names branches from where they differ, at the beginning of that word', () => {
  expect(wordsApart([`${LONG}A ship came.`, `${LONG}A shadow fell.`, 'Nothing happened.'])).toEqual([
    '…ship came.',
    '…shadow fell.',
    'Nothing happened.',
  ]);
  // Each against the one that is most like it.
  expect(wordsApart([`${LONG}A ship came.`, `${LONG}A ship sank.`, `${LONG}Nothing.`])).toEqual([
    '…came.',
    '…sank.',
    '…Nothing.',
  ]);
});

it('leaves those that differ in view, and those that do not differ at all', () => {
  expect(wordsApart(['Once upon a time', 'Once there was'])).toEqual(['Once upon a time', 'Once there was']);
  expect(wordsApart([LONG, LONG]).map((words) => words.slice(0, 10))).toEqual(['The keeper', 'The keeper']);
  expect(wordsApart([])).toEqual([]);
  expect(wordsApart(['', LONG])[0]).toBe('');
});

it('shows what one ends with where another one goes on', () => {
  expect(wordsApart([`${LONG}The end`, `${LONG}The end of it`])).toEqual(['…end', '…end of it']);
  expect(wordsApart([LONG, `${LONG}And`])).toEqual(['…sea.', '…And']);
});

it('is as long as any other name, and compares megabytes and hundreds at once', () => {
  const texts = Array.from({ length: 300 }, (_, at) => `${'a'.repeat(190_000)} ${at} ${'b'.repeat(500)}`);
  const words = wordsApart(texts);
  expect(new Set(words).size).toBe(300);
  expect(words.every((name) => name.startsWith('…') && name.length <= MAX_BRANCH_WORDS)).toBe(true);
});

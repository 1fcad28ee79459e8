import { describe, expect, it } from 'vitest';
import { comesFrom, sharesPieces, withoutFrame } from './comes-from';

const LONG = 'The harbour lay still in the early light, and the boats had not yet left for the day.';

describe('comesFrom', () => {
  it.each([
    ['the same', LONG, LONG],
    ['continued', `${LONG} Then a bell rang.`, LONG],
    ['cut', 'The harbour lay still', LONG],
    ['another word inside', 'The recipe asks for', 'The recipe calls for'],
    ['other words at the end', 'Write a poem about cats', 'Write a poem about dogs'],
    ['something before and after it', `Tell it again.\n\n${LONG}\n\nAgain:`, LONG],
    ['another beginning and another end', `A ${LONG.slice(4, -4)} tide!`, LONG],
    ['without spaces', '东京的春天很美丽', '京都的春天很美丽'],
    [
      'a word for another in the middle',
      'Tell me about a big dog.\nStory:',
      'Tell me about a small dog.\nStory:',
    ],
    [
      'a rewritten middle',
      'Summarize:\n\nThe harbour was quiet and the boats waited for the morning tide.\n\nSummary:',
      'Summarize:\n\nBoats lay in the quiet harbour and waited for the tide to turn.\n\nSummary:',
    ],
    ['something put into the middle', 'Summarize:\n\n\n\nSummary:', `Summarize:\n\n${LONG}\n\nSummary:`],
    [
      'another end with the same last letter',
      'The recipe calls for two eggs',
      'The recipe calls for a cup of beans',
    ],
    ['a short one continued', 'The cat sat', 'The cat'],
    ['one telling word', 'Recipe: soup', 'Recipe: bread'],
    ['three small words', 'He is at sea', 'He is at bay'],
    ['a repetition of one letter', 'a'.repeat(50), 'a'.repeat(20)],
  ])('%s', (_name, text, source) => {
    expect(comesFrom(text, source)).toBe(true);
    expect(comesFrom(source, text)).toBe(true);
  });

  it.each([
    ['only the first word', 'The capital of France is', 'The recipe calls for'],
    ['another language', 'def fibonacci(n):', LONG],
    [
      'other words of the same language',
      'Once upon a time there was a fox that liked to read in the evening.',
      LONG,
    ],
    [
      'a template',
      'Translate English to French.\n\nEnglish: Where is the nearest station?\nFrench:',
      'Translate English to French.\n\nEnglish: My brother has bought two loaves of bread.\nFrench:',
    ],
    [
      'a template of many examples',
      `${'Review: I liked it a lot.\nSentiment: positive\n\n'.repeat(20)}Review: The soup was cold and salty.\nSentiment:`,
      `${'Review: I liked it a lot.\nSentiment: positive\n\n'.repeat(20)}Review: Fast delivery, sturdy box.\nSentiment:`,
    ],
    ['the ends of words', 'A bat', 'The cat'],
    ['one small word', 'The dog', 'The cat'],
    ['two small words', 'A violin is a', 'The cat is a'],
    ['a letter', 'A violin', 'The cat n'],
    ['nothing', '', LONG],
    ['two empty ones', '', ''],
  ])('not with %s in common', (_name, text, source) => {
    expect(comesFrom(text, source)).toBe(false);
    expect(comesFrom(source, text)).toBe(false);
  });
});

it('sharesPieces finds parts of a source in any order', () => {
  const output = ' and then the boats came home with the tide behind them.';
  expect(sharesPieces('the boats came home with the tide', `${LONG}${output}`)).toBe(true);
  expect(sharesPieces('A question about arithmetic: 12 × 12', `${LONG}${output}`)).toBe(false);
  expect(sharesPieces('short', 'short')).toBe(false);
});

it('withoutFrame leaves what a template was filled with', () => {
  const ask = (text: string) => `Translate to French.\n\nEnglish: ${text}\nFrench:`;
  expect(withoutFrame(ask('two loaves'), ask('the station'))).toBe('wo loaves');
  expect(withoutFrame(ask('two loaves'), LONG)).toBe(ask('two loaves'));
  expect(withoutFrame(`${LONG} Then a bell rang.`, LONG)).toBe(`${LONG} Then a bell rang.`);
});

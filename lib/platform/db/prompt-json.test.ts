import { expect, it } from 'vitest';
import { promptText } from './prompt-json';

it('reads a prompt and a list of prompts, with whatever a string of JSON can hold', () => {
  const texts = [
    '',
    'abc',
    'a "quoted" \\ word\nand \u0000 more',
    'half \ud83d',
    '\\u0041',
    '漢字 🎈',
    ', ] [ "',
  ];
  for (const text of texts) expect(promptText(JSON.stringify(text)), JSON.stringify(text)).toBe(text);
  expect(promptText(JSON.stringify(texts))).toBe(texts.join('\n'));
  expect(promptText(null)).toBe('');
});

it('reads what there is of one that is cut anywhere', () => {
  const texts = ['one "1"', 'two \\ \u0001 \ud83d', 'three'];
  const json = JSON.stringify(texts);
  for (let end = 0; end <= json.length; end += 1) {
    expect(
      texts.join('\n').startsWith(promptText(json.slice(0, end)).replace(/\n$/, '')),
      json.slice(0, end),
    ).toBe(true);
  }
  expect(promptText(json, 5)).toBe('one "');
});

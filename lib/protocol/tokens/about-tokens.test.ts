import { expect, test } from 'vitest';
import { aboutTokens, countCharacters } from './about-tokens';

test('characters are those that people count', () => {
  expect(countCharacters('')).toBe(0);
  expect(countCharacters('a🦊b')).toBe(3);
});

test('tokens are about a quarter of Latin text, and nearly one for each character of dense scripts', () => {
  expect(aboutTokens('')).toBe(0);
  expect(aboutTokens('abcdefgh')).toBe(2);
  expect(aboutTokens('日本語の文章')).toBe(5);
  expect(aboutTokens('🦊')).toBe(1);
});

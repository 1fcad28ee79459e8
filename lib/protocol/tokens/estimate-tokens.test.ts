import { expect, test } from 'vitest';
import { countCharacters, estimateTokens } from './estimate-tokens';

test('characters are those that people count', () => {
  expect(countCharacters('')).toBe(0);
  expect(countCharacters('a🦊b')).toBe(3);
});

test('tokens are about a quarter of Latin text, and nearly one for each character of dense scripts', () => {
  expect(estimateTokens('')).toBe(0);
  expect(estimateTokens('abcdefgh')).toBe(2);
  expect(estimateTokens('日本語の文章')).toBe(5);
  expect(estimateTokens('🦊')).toBe(1);
});

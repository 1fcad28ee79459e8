import { expect, it } from 'vitest';
import { formatFixed } from './format-fixed';

it.each([
  [-0.865, 3, '−0.865'],
  [-0.0005, 3, '−0.001'],
  [-0.0004, 3, '0.000'],
  [-0, 2, '0.00'],
  [-0.4, 0, '0'],
  [-100.2, 0, '−100'],
  [0.12, 1, '0.1'],
])('%d with %i decimals is %s', (value, digits, text) => {
  expect(formatFixed(value, digits)).toBe(text);
});

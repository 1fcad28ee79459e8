import { expect, it } from 'vitest';
import { sideOfToken } from './token-panel';

it('a token has its panel below while its menu fits there, and else on the larger side', () => {
  const side = (top: number, menuHeight = 336) => sideOfToken({ top, bottom: top + 20 }, menuHeight, 900);
  expect(side(100)).toBe('bottom');
  expect(side(530)).toBe('bottom');
  expect(side(531)).toBe('top');
  expect(side(560, 240)).toBe('bottom');
  // It is never higher than most of the window.
  expect(side(400, 3_000)).toBe('bottom');
  expect(side(480, 3_000)).toBe('top');
});

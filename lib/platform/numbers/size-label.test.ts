import { expect, it } from 'vitest';
import { sizeLabel } from './size-label';

it('names a size in the largest unit that it has one of, rounded', () => {
  expect([0, 340, 1_000, 12_400, 999_499].map(sizeLabel)).toEqual([
    '0 bytes',
    '340 bytes',
    '1 KB',
    '12 KB',
    '999 KB',
  ]);
  // Never 1000 of one.
  expect([999_500, 1_000_000, 1_240_000, 99_900_000, 2_000_400_000].map(sizeLabel)).toEqual([
    '1 MB',
    '1 MB',
    '1.2 MB',
    '99.9 MB',
    '2,000 MB',
  ]);
});

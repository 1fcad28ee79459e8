import { expect, test } from 'vitest';
import { rowAt, topsOf } from './use-row-window';

const tops = topsOf([32, 52, 52, 32, 52]);

test('sums heights from the top', () => {
  expect(tops).toEqual([0, 32, 84, 136, 168, 220]);
  expect(topsOf([])).toEqual([0]);
});

test.each([
  [-5, 0],
  [0, 0],
  [31.9, 0],
  [32, 1],
  [83, 1],
  [84, 2],
  [136, 3],
  [168, 4],
  [219, 4],
  [500, 4],
])('at %d px is row %d', (y, row) => {
  expect(rowAt(tops, y)).toBe(row);
});

test('an empty list has no row past its first', () => {
  expect(rowAt([0], 100)).toBe(0);
});

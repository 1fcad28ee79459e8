import { expect, test } from 'vitest';
import { movedPoint } from './grid-keys';
import { toggled } from './use-grid-keys';

test('keys move within the grid and never out of it', () => {
  const at = (row: number, column: number) => ({ row, column });
  expect(movedPoint(at(0, 0), 'ArrowRight', false, 5, 4)).toEqual(at(0, 1));
  expect(movedPoint(at(0, 3), 'ArrowRight', false, 5, 4)).toEqual(at(0, 3));
  expect(movedPoint(at(0, 0), 'ArrowUp', false, 5, 4)).toEqual(at(0, 0));
  expect(movedPoint(at(2, 1), 'ArrowDown', true, 5, 4)).toEqual(at(4, 1));
  expect(movedPoint(at(2, 1), 'Home', false, 5, 4)).toEqual(at(2, 0));
  expect(movedPoint(at(2, 1), 'End', true, 5, 4)).toEqual(at(4, 3));
  expect(movedPoint(at(2, 1), 'x', false, 5, 4)).toBeNull();
});

test('a row is let go only when all of it is selected', () => {
  const row = [0, 1, 2].map((column) => ({ row: 0, column }));
  expect(toggled(['0:1'], row)).toEqual(['0:0', '0:1', '0:2']);
  expect(toggled(['1:0', '0:0', '0:1', '0:2'], row)).toEqual(['1:0']);
});

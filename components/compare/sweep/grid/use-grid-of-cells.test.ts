import { expect, test } from 'vitest';
import { movedPlace } from '../../grid/moved-place';
import { toggled } from './use-grid-of-cells';

test('keys move within the grid and never out of it', () => {
  const at = (row: number, column: number) => ({ row, column });
  const last = at(4, 3);
  expect(movedPlace(at(0, 0), 'ArrowRight', false, last)).toEqual(at(0, 1));
  expect(movedPlace(at(0, 3), 'ArrowRight', false, last)).toEqual(at(0, 3));
  expect(movedPlace(at(0, 0), 'ArrowUp', false, last)).toEqual(at(0, 0));
  expect(movedPlace(at(2, 1), 'ArrowDown', true, last)).toEqual(at(4, 1));
  expect(movedPlace(at(2, 1), 'Home', false, last)).toEqual(at(2, 0));
  expect(movedPlace(at(2, 1), 'End', true, last)).toEqual(at(4, 3));
  expect(movedPlace(at(2, 1), 'PageDown', false, last)).toEqual(at(4, 1));
  expect(movedPlace(at(2, 1), 'x', false, last)).toBeNull();
  // A row of names above, and pages of two rows.
  expect(movedPlace(at(0, 1), 'ArrowUp', false, last, 2, -1)).toEqual(at(-1, 1));
  expect(movedPlace(at(-1, 1), 'ArrowUp', false, last, 2, -1)).toEqual(at(-1, 1));
  expect(movedPlace(at(1, 1), 'PageUp', false, last, 2, -1)).toEqual(at(0, 1));
});

test('a row is let go only when all of it is selected', () => {
  const row = [0, 1, 2].map((column) => ({ row: 0, column }));
  expect(toggled(['0:1'], row)).toEqual(['0:0', '0:1', '0:2']);
  expect(toggled(['1:0', '0:0', '0:1', '0:2'], row)).toEqual(['1:0']);
});

import { expect, test } from 'vitest';
import { movedLine } from './table-keys';

const LINES = ['group', 'cell', 'cell', 'group', 'cell'].map((kind) => ({ kind: kind as 'group' | 'cell' }));

test.each([
  ['ArrowDown', 0, 1],
  ['ArrowDown', 4, 4],
  ['ArrowUp', 0, 0],
  ['PageDown', 1, 4],
  ['PageUp', 4, 0],
  ['Home', 3, 0],
  ['End', 1, 4],
  ['ArrowLeft', 2, 0],
  ['ArrowLeft', 4, 3],
  ['ArrowLeft', 3, null],
  ['ArrowRight', 1, null],
  ['x', 1, null],
] as const)('%s from %i goes to %s', (key, from, to) => {
  expect(movedLine(key, from, LINES)).toBe(to);
});

test('without groups the left key leads nowhere', () => {
  expect(
    movedLine(
      'ArrowLeft',
      2,
      LINES.map(() => ({ kind: 'cell' as const })),
    ),
  ).toBeNull();
});

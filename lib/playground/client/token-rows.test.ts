import { expect, it } from 'vitest';
import { createTokenRows, rowsInView } from './token-rows';

it('breaks tokens where a row is full, and after a line break', () => {
  const labels = ['aaaa', 'bbbb', 'c', '␣↵', 'd', 'a token longer than the row', 'e'];
  const ids = labels.map((_, index) => index);
  const rows = createTokenRows(ids, (index) => labels[index] ?? '', 16);
  rows.extend(100);
  expect(rows.starts).toEqual([0, 2, 4, 5, 6]);
  expect(rows.known).toBe(7);
});

it('finds the same rows in any steps', () => {
  const label = (index: number) => 'x'.repeat(index % 9);
  const ids = Array.from({ length: 1_000 }, (_, index) => index);
  const whole = createTokenRows(ids, label, 40);
  whole.extend(5_000);
  const steps = createTokenRows(ids, label, 40);
  while (steps.known < 1_000) steps.extend(7);
  expect(steps.starts).toEqual(whole.starts);
});

it('draws a few rows more than are in view, and never one that is not there', () => {
  expect(rowsInView(1_000, 40, 4_000, 400)).toEqual({ first: 94, end: 116 });
  expect(rowsInView(3, 40, 0, 400)).toEqual({ first: 0, end: 3 });
  expect(rowsInView(0, 40, 0, 0)).toEqual({ first: 0, end: 0 });
  // The list became shorter while it was scrolled far down.
  expect(rowsInView(10, 40, 9_000, 400)).toEqual({ first: 10, end: 10 });
});

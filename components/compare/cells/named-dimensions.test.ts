import { expect, it } from 'vitest';
import { placeLabel } from '@/lib/compare/model/cell-grid';
import { namedByValues } from './named-dimensions';

const DIMENSIONS = [{ name: 'row', title: 'Settings', labels: ['A', 'careful'] }] as const;
const labels = (values: readonly string[]) =>
  [0, 1].map((row) => placeLabel({ row, column: 0, input: 0, repeat: 0 }, namedByValues(DIMENSIONS, values)));

it('begins with what differs', () => {
  expect(labels(['0', '0.7'])).toEqual(['0 · A', '0.7 · careful']);
});

it('says which column it is where nothing differs', () => {
  expect(labels([])).toEqual(['Settings A', 'Settings careful']);
});

import { expect, it } from 'vitest';
import type { CellFacts } from '@/lib/compare/model/cell-facts';
import { gridOf } from '@/lib/compare/model/cell-grid';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellAt } from '@/lib/compare/model/plan-cells';
import { otherText } from './other-text';

const PLAN = {
  axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 1, 2] }] satisfies ComparisonPlan['axes'],
  repeats: 1,
  inputs: {
    columns: ['name'],
    rows: [
      { id: 'a', values: ['x'] },
      { id: 'b', values: ['y'] },
    ],
  },
};
const key = (row: number, input = 0) => cellAt(PLAN, { row, column: 0, input, repeat: 0 });

function read(
  texts: Readonly<Record<string, string>>,
  cell: string,
  reference: string | null = null,
  failed: readonly string[] = [],
) {
  const grid = gridOf(PLAN);
  const facts = (of: string): CellFacts | undefined => {
    const text = texts[of];
    if (text === undefined) return undefined;
    return failed.includes(of)
      ? { status: 'failed', outputs: [], text, identity: null }
      : { status: 'complete', outputs: [], text, identity: text.trim() };
  };
  const place = grid.place(cell);
  if (!place) throw new Error(`no cell ${cell}`);
  return otherText(grid, facts, place, reference);
}

it('is the first of the same input that says something else', () => {
  const texts = { [key(0)]: ' one', [key(1)]: 'one ', [key(2)]: 'two', [key(0, 1)]: 'three' };
  expect(read(texts, key(0))).toBe('two');
  expect(read(texts, key(2))).toBe(' one');
  // Of another input there is nothing else, and a cell without a text is read against nothing.
  expect(read(texts, key(0, 1))).toBeNull();
  expect(read(texts, key(1, 1))).toBeNull();
});

it('is that of the reference for the same input', () => {
  const texts = { [key(0)]: 'one', [key(1)]: 'two', [key(1, 1)]: 'four', [key(2, 1)]: 'five' };
  expect(read(texts, key(0), key(1))).toBe('two');
  expect(read(texts, key(2, 1), key(1))).toBe('four');
  // The reference itself differs from nothing.
  expect(read(texts, key(1), key(1))).toBeNull();
});

it('is never the text of a run that did not complete', () => {
  const texts = { [key(0)]: 'one', [key(1)]: 'o', [key(2)]: 'two' };
  expect(read(texts, key(0), null, [key(1)])).toBe('two');
  expect(read(texts, key(0), null, [key(1), key(2)])).toBeNull();
  // As of a comparison without a reference, where the reference has nothing to be read against.
  expect(read(texts, key(0), key(1), [key(1)])).toBe('two');
  expect(read({ [key(0)]: 'one', [key(2)]: 'two' }, key(0), key(1))).toBe('two');
});

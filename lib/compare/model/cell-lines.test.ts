import { expect, test } from 'vitest';
import { pairAgreements } from './agreement';
import type { CellFacts } from './cell-facts';
import { gridOf, placeLabel } from './cell-grid';
import { type CellQuestion, cellGroups, groupFigures } from './cell-lines';
import { NO_CHECKS } from './checks';
import { type MeasureName, measureNames, type OutputMeasures } from './measures';
import { comparisonPlanSchema } from './plan';

const PLAN = comparisonPlanSchema.parse({
  base: { connectionId: 'x', model: '', settings: { values: {}, sent: [] }, prompt: 'About {{city}}' },
  axes: [
    {
      kind: 'model',
      models: [
        { connectionId: 'x', model: 'small' },
        { connectionId: 'x', model: 'large' },
      ],
    },
    { kind: 'parameter', parameter: 'temperature', values: [0, 1] },
  ],
  repeats: 2,
  variables: true,
  inputs: {
    columns: ['city'],
    rows: [
      { id: 'a', values: ['Oslo'] },
      { id: 'b', values: ['Rome'] },
      { id: 'c', values: [''] },
    ],
  },
});
const GRID = gridOf(PLAN);
const QUESTION: CellQuestion = {
  filter: 'all',
  contains: '',
  order: { by: null, isDescending: false },
  group: 'none',
  reference: null,
};

function output(values: Partial<Record<MeasureName, number>>): OutputMeasures {
  const none = Object.fromEntries(measureNames(NO_CHECKS).map((name) => [name, null]));
  return {
    values: { passed: null, ...none, ...values } as OutputMeasures['values'],
    finishReason: 'stop',
    isEstimated: false,
    ofBeginning: false,
    currency: null,
    isCostEstimated: false,
  };
}

function fact(
  text: string,
  values: Partial<Record<MeasureName, number>> = {},
  more: Partial<CellFacts> = {},
): CellFacts {
  return { status: 'complete', outputs: [output(values)], text, identity: text.trim(), ...more };
}

/** By the cell's place: `input row column repeat`. */
function facts(known: Readonly<Record<string, CellFacts>>) {
  return (cell: string) => {
    const place = GRID.place(cell);
    return place ? known[`${place.input}${place.row}${place.column}${place.repeat}`] : undefined;
  };
}

function shown(known: Readonly<Record<string, CellFacts>>, question: Partial<CellQuestion>): string[][] {
  return cellGroups(GRID, facts(known), { ...QUESTION, ...question }).map(({ cells }) =>
    cells.map(({ input, row, column, repeat }) => `${input}${row}${column}${repeat}`),
  );
}

test('every cell has one key and one place, and the values that tell it apart', () => {
  expect(GRID.cells).toHaveLength(2 * 2 * 2 * 3);
  expect(new Set(GRID.cells.map(({ cell }) => cell)).size).toBe(24);
  for (const placed of GRID.cells) expect(GRID.at(placed)).toBe(placed.cell);
  expect(GRID.at({ row: 2, column: 0, input: 0, repeat: 0 })).toBeNull();
  expect(GRID.dimensions.map(({ title, labels }) => [title, ...labels])).toEqual([
    ['Input', '1: Oslo', '2: Rome', '3'],
    ['Model', 'small', 'large'],
    ['Temperature', '0', '1'],
    ['Repeat', '1', '2'],
  ]);
  expect(placeLabel({ row: 1, column: 0, input: 1, repeat: 1 }, GRID.dimensions)).toBe(
    'Input 2: Rome, Model large, Temperature 0, Repeat 2',
  );
  const longer = { ...PLAN, base: { ...PLAN.base, prompt: 'Longer' } };
  expect(gridOf(longer)).toBe(GRID);
  expect(gridOf({ ...PLAN, repeats: 1 }).cells).toHaveLength(12);
});

test('cells are filtered by what came of them', () => {
  const known = {
    '0000': fact('Oslo is cold', { passed: 1, 'check:a': 1 }),
    '0100': fact('', {}, { status: 'failed', outputs: [], text: null, identity: null }),
    '1000': fact('rome', { passed: 0, 'check:a': 1, 'check:b': 0 }),
  };
  expect(shown(known, { filter: 'failed' })).toEqual([['0100']]);
  expect(shown(known, { filter: 'fails' })).toEqual([['1000']]);
  expect(shown(known, { filter: 'fails:a' })).toEqual([]);
  expect(shown(known, { filter: 'fails:b' })).toEqual([['1000']]);
  expect(shown(known, { filter: 'unrun' })[0]).toHaveLength(21);
  expect(shown(known, { contains: 'ROME' })).toEqual([['1000']]);
  expect(shown(known, { contains: 'o', filter: 'all' })).toEqual([['0000', '1000']]);
});

test('only differences: of one input and repeat, or from the reference of the same input', () => {
  const known = {
    '0000': fact('yes'),
    '0100': fact(' yes\n'),
    '1000': fact('yes'),
    '1100': fact('no'),
    '1010': fact('yes'),
    '2000': fact('alone'),
    // Another repeat is another try.
    '0001': fact('maybe'),
  };
  expect(shown(known, { filter: 'differs' })).toEqual([['1000', '1010', '1100']]);
  const reference = GRID.at({ row: 0, column: 0, input: 0, repeat: 0 });
  expect(shown(known, { filter: 'differs', reference })).toEqual([['1100']]);
});

test('sorted by a measure, cells without a value are last either way; several outputs are their mean', () => {
  const known = {
    '0000': fact('a', { tokens: 5 }),
    '0010': { ...fact('b'), outputs: [output({ tokens: 2 }), output({ tokens: 4 })] },
    '0100': fact('c', { tokens: 1 }),
    '0110': fact('d'),
  };
  const filter = { filter: 'all', contains: '' } as const;
  const first = (isDescending: boolean) =>
    shown(known, { ...filter, order: { by: 'tokens', isDescending } })[0]?.slice(0, 3);
  expect(first(false)).toEqual(['0100', '0010', '0000']);
  expect(first(true)).toEqual(['0000', '0010', '0100']);
  expect(shown(known, { order: { by: null, isDescending: true } })[0]?.[0]).toBe('2111');
});

test('groups stand in the plan’s order, and have rates with counts, spread and agreement', () => {
  const known = {
    '0000': fact('yes', { passed: 1, tokens: 10, durationMs: 5 }),
    '0001': fact('yes', { passed: 0, tokens: 20, durationMs: 7 }),
    '0100': {
      ...fact('no', { passed: 1 }),
      outputs: [output({ passed: 1, cost: 2 }), output({ passed: 0, cost: 2 })],
    },
    '1000': fact('yes', { passed: 1, tokens: 30 }),
  };
  const names = ['passed', 'tokens', 'cost'] as const;
  const groups = cellGroups(GRID, facts(known), { ...QUESTION, group: 'row' });
  expect(groups.map(({ cells }) => cells.length)).toEqual([12, 12]);
  const [small, large] = groups.map(({ cells }) => groupFigures(cells, facts(known), names));
  expect(small).toMatchObject({ cells: 12, complete: 3, agreement: { same: 3, of: 3 } });
  expect(small?.spreads.passed).toMatchObject({ n: 3, mean: 2 / 3 });
  expect(small?.spreads.tokens).toMatchObject({ n: 3, mean: 20, min: 10, max: 30, deviation: 10 });
  // Each choice is an output of its own; what a run costs is said once.
  expect(large?.spreads.passed).toMatchObject({ n: 2, mean: 0.5 });
  expect(large?.spreads.cost).toMatchObject({ n: 1, mean: 2 });
  expect(large?.agreement).toBeNull();
  expect(
    cellGroups(GRID, facts(known), { ...QUESTION, group: 'input' }).map(({ cells }) => cells.length),
  ).toEqual([8, 8, 8]);
  const backwards = { ...QUESTION, group: 'input', order: { by: null, isDescending: true } } as const;
  expect(cellGroups(GRID, facts(known), backwards).map(({ first }) => first.input)).toEqual([2, 1, 0]);
  const repeats = cellGroups(GRID, facts(known), { ...QUESTION, group: 'same' });
  expect(repeats).toHaveLength(12);
  expect(groupFigures(repeats[0]?.cells ?? [], facts(known), names).spreads.tokens).toMatchObject({
    n: 2,
    mean: 15,
  });
});

test('variants agree as often as they do where both have an output, least agreement first', () => {
  const known = {
    '0000': fact('yes', { passed: 1 }),
    '0100': fact(' yes', { passed: 1 }),
    '1000': fact('yes', { passed: 1 }),
    '1100': fact('no', { passed: 1 }),
    '2000': fact('yes', { passed: 0 }),
    '2100': fact('no', { passed: 1 }),
    '0010': fact('no', { passed: 0 }),
    '1010': fact('', {}, { status: 'failed', outputs: [] }),
  };
  const pairs = pairAgreements(GRID, facts(known));
  expect(pairs.map(({ one, other, texts, verdicts }) => [one, other, texts, verdicts])).toEqual([
    [
      { row: 0, column: 0 },
      { row: 0, column: 1 },
      { same: 0, of: 1 },
      { same: 0, of: 1 },
    ],
    [
      { row: 0, column: 1 },
      { row: 1, column: 0 },
      { same: 0, of: 1 },
      { same: 0, of: 1 },
    ],
    [
      { row: 0, column: 0 },
      { row: 1, column: 0 },
      { same: 1, of: 3 },
      { same: 2, of: 3 },
    ],
  ]);
});

test('5,000 cells are filtered, grouped and summed without a pause', () => {
  const rows = Array.from({ length: 1_000 }, (_, at) => ({ id: at.toString(36), values: [`value ${at}`] }));
  const large = gridOf({
    ...PLAN,
    axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 0.25, 0.5, 0.75, 1] }],
    repeats: 1,
    inputs: { columns: ['city'], rows },
  });
  expect(large.cells).toHaveLength(5_000);
  const known = new Map(
    large.cells.map(({ cell }, at) => [cell, fact(`text ${at % 7}`, { tokens: at % 11 })]),
  );
  const groups = cellGroups(large, (cell) => known.get(cell), {
    ...QUESTION,
    filter: 'differs',
    order: { by: 'tokens', isDescending: true },
    group: 'input',
  });
  expect(groups).toHaveLength(1_000);
  expect(groups.flatMap(({ cells }) => cells)).toHaveLength(5_000);
  expect(pairAgreements(large, (cell) => known.get(cell))).toHaveLength(10);
});

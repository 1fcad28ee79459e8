import { expect, it } from 'vitest';
import { gridOf } from '@/lib/compare/model/cell-grid';
import { NO_CHECKS } from '@/lib/compare/model/checks';
import { type MeasureName, measureNames, type OutputMeasures } from '@/lib/compare/model/measures';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { valuesOf } from '@/lib/compare/model/plan-cells';
import { chartGrid, chartPlaces, chartSpread, firstVarying, MAX_INPUTS } from './sweep-figures';

function output(values: Partial<Record<MeasureName, number>>, finishReason = 'stop'): OutputMeasures {
  const none = Object.fromEntries(measureNames(NO_CHECKS).map((name) => [name, null]));
  return {
    values: { ...none, ...values } as OutputMeasures['values'],
    finishReason,
    isEstimated: false,
    ofBeginning: false,
    currency: null,
    isCostEstimated: false,
  };
}

it('a chart opens on the first measure that tells the cells apart, the texts before the time', () => {
  const places = [
    [output({ tokens: 20, durationMs: 100, distinctWords: 1 })],
    [output({ tokens: 20, durationMs: 200, distinctWords: 0.5 })],
  ];
  expect(firstVarying(places)).toBe('distinctWords');
});

it('repeats and inputs of one place are one mean', () => {
  const axes: ComparisonPlan['axes'] = [{ kind: 'parameter', parameter: 'temperature', values: [0, 1] }];
  const at = (row: number, values: Parameters<typeof output>[0], column = 0) => ({
    ...{ row, column },
    outputs: [output(values)],
  });
  const places = chartPlaces(axes, [
    at(0, { distinctWords: 0.25, durationMs: 10 }),
    at(1, { distinctWords: 0.5, durationMs: 30 }),
    at(0, { distinctWords: 0.75, durationMs: 20 }),
    // Outside of the grid there is no place.
    at(0, { distinctWords: 1 }, 1),
    at(2, { distinctWords: 1 }),
  ]);
  expect(places.map((outputs) => chartSpread(outputs, 'durationMs')?.mean)).toEqual([15, 30]);
  expect(firstVarying(places)).toBe('durationMs');
});

it('how outputs ended comes last, and nothing varies in a single cell', () => {
  const equal = output({ tokens: 20 });
  expect(firstVarying([[equal], [output({ tokens: 20 }, 'length')]])).toBe('ownEnd');
  expect(firstVarying([[equal], [equal]])).toBeNull();
  expect(firstVarying([[output({ tokens: 1 }), output({ tokens: 9 })]])).toBeNull();
  expect(firstVarying([])).toBeNull();
});

it('with inputs as an axis only those that are drawn count, and the axis without a place is named', () => {
  const plan = {
    axes: [
      { kind: 'parameter', parameter: 'temperature', values: [0, 1] },
      { kind: 'parameter', parameter: 'top_p', values: [0.5, 0.9, 1] },
    ] satisfies ComparisonPlan['axes'],
    repeats: 1,
    inputs: {
      columns: ['name'],
      rows: Array.from({ length: MAX_INPUTS + 5 }, (_, row) => ({ id: `r${row}`, values: [`name ${row}`] })),
    },
  };
  const all = chartGrid(gridOf(plan), plan.axes, () => [output({ tokens: 1 })], false);
  expect(all).toMatchObject({ axes: plan.axes, averaged: null });
  expect(all.places.map((outputs) => outputs.length)).toEqual(Array(6).fill(MAX_INPUTS + 5));
  const byInput = chartGrid(gridOf(plan), plan.axes, () => [output({ tokens: 1 })], true);
  expect(byInput.axes.map((axis) => valuesOf(axis).length)).toEqual([MAX_INPUTS, 2]);
  expect(byInput.averaged).toBe(plan.axes[1]);
  expect(byInput.places.map((outputs) => outputs.length)).toEqual(Array(2 * MAX_INPUTS).fill(3));
});

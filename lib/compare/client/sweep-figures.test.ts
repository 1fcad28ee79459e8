import { expect, it } from 'vitest';
import { NO_CHECKS } from '@/lib/compare/model/checks';
import { type MeasureName, measureNames, type OutputMeasures } from '@/lib/compare/model/measures';
import { firstVarying } from './sweep-figures';
import type { MeasuredCell } from './sweep-measures';

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

function cell(row: number, outputs: readonly OutputMeasures[], repeat = 0): MeasuredCell {
  return { row, column: 0, input: 0, repeat, outputs };
}

it('a chart opens on the first measure that tells the cells apart, the texts before the time', () => {
  const cells = [
    cell(0, [output({ tokens: 20, durationMs: 100, distinctWords: 1 })]),
    cell(1, [output({ tokens: 20, durationMs: 200, distinctWords: 0.5 })]),
  ];
  expect(firstVarying({ cells })).toBe('distinctWords');
});

it('repeats of one cell are one mean', () => {
  const cells = [
    cell(0, [output({ distinctWords: 0.25, durationMs: 10 })]),
    cell(0, [output({ distinctWords: 0.75, durationMs: 20 })], 1),
    cell(1, [output({ distinctWords: 0.5, durationMs: 30 })]),
  ];
  expect(firstVarying({ cells })).toBe('durationMs');
});

it('how outputs ended comes last, and nothing varies in a single cell', () => {
  const equal = output({ tokens: 20 });
  const ended = cell(1, [output({ tokens: 20 }, 'length')]);
  expect(firstVarying({ cells: [cell(0, [equal]), ended] })).toBe('ownEnd');
  expect(firstVarying({ cells: [cell(0, [equal]), cell(1, [equal])] })).toBeNull();
  expect(firstVarying({ cells: [cell(0, [output({ tokens: 1 }), output({ tokens: 9 })])] })).toBeNull();
  expect(firstVarying({ cells: [] })).toBeNull();
});

import { expect, it } from 'vitest';
import { NO_CHECKS } from '@/lib/compare/model/checks';
import { type MeasureName, measureNames, type OutputMeasures } from '@/lib/compare/model/measures';
import { firstVarying, type PlacedOutputs } from './sweep-figures';

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

const at = (row: number, ...outputs: OutputMeasures[]): PlacedOutputs => ({ row, column: 0, outputs });

it('a chart opens on the first measure that tells the cells apart, the texts before the time', () => {
  const cells = [
    at(0, output({ tokens: 20, durationMs: 100, distinctWords: 1 })),
    at(1, output({ tokens: 20, durationMs: 200, distinctWords: 0.5 })),
  ];
  expect(firstVarying(cells)).toBe('distinctWords');
});

it('repeats and inputs of one place are one mean', () => {
  const cells = [
    at(0, output({ distinctWords: 0.25, durationMs: 10 })),
    at(0, output({ distinctWords: 0.75, durationMs: 20 })),
    at(1, output({ distinctWords: 0.5, durationMs: 30 })),
  ];
  expect(firstVarying(cells)).toBe('durationMs');
});

it('how outputs ended comes last, and nothing varies in a single cell', () => {
  const equal = output({ tokens: 20 });
  expect(firstVarying([at(0, equal), at(1, output({ tokens: 20 }, 'length'))])).toBe('ownEnd');
  expect(firstVarying([at(0, equal), at(1, equal)])).toBeNull();
  expect(firstVarying([at(0, output({ tokens: 1 }), output({ tokens: 9 }))])).toBeNull();
  expect(firstVarying([])).toBeNull();
});

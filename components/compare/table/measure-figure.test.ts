import { expect, it } from 'vitest';
import { NO_CHECKS } from '@/lib/compare/model/checks';
import { type MeasureName, measureNames, type OutputMeasures } from '@/lib/compare/model/measures';
import { figuresOf } from './measure-figure';

function measured(values: Partial<Record<MeasureName, number>>): OutputMeasures {
  const none = Object.fromEntries(measureNames(NO_CHECKS).map((name) => [name, null]));
  return {
    values: { ...none, ...values } as OutputMeasures['values'],
    finishReason: 'stop',
    isEstimated: false,
    ofBeginning: false,
    currency: null,
    isCostEstimated: false,
  };
}

const best = (name: MeasureName, ...measures: (OutputMeasures | null)[]) =>
  figuresOf(name, measures, NO_CHECKS).flatMap(({ isBest }, at) => (isBest ? [at] : []));

it('marks the quickest, and all that read the same', () => {
  const columns = [{ firstTokenMs: 120.4 }, { firstTokenMs: 300 }, { firstTokenMs: 120.2 }].map(measured);
  expect(best('firstTokenMs', ...columns, null)).toEqual([0, 2]);
  const rates = [40, 60].map((tokensPerSecond) => measured({ firstTokenMs: 1, tokensPerSecond }));
  expect(best('tokensPerSecond', ...rates)).toEqual([1]);
});

it('marks nothing where there is no difference to see', () => {
  expect(best('firstTokenMs', measured({ firstTokenMs: 120.1 }), measured({ firstTokenMs: 120.3 }))).toEqual(
    [],
  );
  expect(best('firstTokenMs', measured({ firstTokenMs: 120 }), measured({}), null)).toEqual([]);
});

it('marks no rate while one of the answers came all at once', () => {
  const streamed = measured({ firstTokenMs: 100, tokensPerSecond: 60 });
  const whole = measured({ tokensPerSecond: 40 });
  expect(best('tokensPerSecond', streamed, whole)).toEqual([]);
  expect(best('tokensPerSecond', whole, measured({ tokensPerSecond: 50 }))).toEqual([]);
});

it('marks no text as better than another', () => {
  const speeds: readonly MeasureName[] = ['firstTokenMs', 'tokensPerSecond', 'serverTokensPerSecond'];
  for (const name of measureNames(NO_CHECKS).filter((one) => !speeds.includes(one))) {
    expect(best(name, measured({ [name]: 1 }), measured({ [name]: 2 }))).toEqual([]);
  }
});

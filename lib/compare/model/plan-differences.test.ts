import { expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import type { ColumnsPlan, SweepPlan } from './plan';
import { planDifferences } from './plan-differences';

const column = (id: string, change: object = {}) => ({
  id,
  name: null,
  connectionId: 'practice',
  model: 'practice-1',
  settings: DEFAULT_SETTINGS,
  ...change,
});

const columns = (...all: object[]) =>
  ({ kind: 'columns', prompt: 'Once', columns: all }) as unknown as ColumnsPlan;

it('says what tells the runs of a plan apart', () => {
  const sweep = {
    kind: 'sweep',
    axes: [
      { parameter: 'temperature', values: [0.2, 0.7, 1.2] },
      { parameter: 'top_p', values: [0.5, 1] },
    ],
  } as unknown as SweepPlan;
  expect(planDifferences(sweep)).toBe('temperature 0.2 / 0.7 / 1.2 × top P 0.5 / 1');
  const models = columns(column('a'), column('b', { model: 'base' }));
  expect(planDifferences(models)).toBe('model practice-1 / base');
  expect(planDifferences(columns(column('a'), column('b')))).toBe('');
  const prompts = columns(column('a'), column('b', { prompt: 'Twice' }));
  expect(planDifferences(prompts)).toBe('different prompts');
});

it('is cut where it is long', () => {
  const long = { kind: 'sweep', axes: [{ parameter: 'stop', values: ['x'.repeat(300), 'y'] }] };
  expect(planDifferences(long as unknown as SweepPlan).length).toBeLessThanOrEqual(200);
});

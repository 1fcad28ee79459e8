import { expect, it } from 'vitest';
import { columnsPlan, sweepPlan } from '@/lib/testing/comparisons';
import { planDifferences } from './plan-differences';

it('says what tells the runs of a plan apart', () => {
  const sweep = sweepPlan(
    {},
    {
      axes: [
        { kind: 'parameter', parameter: 'temperature', values: [0.2, 0.7, 1.2] },
        { kind: 'parameter', parameter: 'top_p', values: [0.5, null] },
      ],
    },
  );
  expect(planDifferences(sweep)).toBe('temperature 0.2 / 0.7 / 1.2 × top P 0.5 / not sent');
  const models = columnsPlan([{}, { model: 'base' }]);
  expect(planDifferences(models)).toBe('model practice-1 / base');
  expect(planDifferences(columnsPlan([{}, {}]))).toBe('');
  const prompts = columnsPlan([{}, { prompt: 'Twice' }]);
  expect(planDifferences(prompts)).toBe('different prompts');
});

it('is cut where it is long', () => {
  const axes = [
    { kind: 'parameter' as const, parameter: 'stop' as const, values: ['x'.repeat(300), 'y'.repeat(300)] },
  ];
  const label = planDifferences(
    sweepPlan(
      {},
      {
        axes: [
          ...axes,
          { kind: 'prompt', prompts: ['z', 'w'].map((letter) => ({ prompt: letter.repeat(300) })) },
        ],
      },
    ),
  );
  expect(label).toMatch(/^stop “x+… \/ “y+…/);
  expect(label.length).toBeLessThanOrEqual(201);
});

import { describe, expect, test } from 'vitest';
import { comparisonPlanSchema, SWEEP_PARAMETERS } from '@/lib/compare/model/plan';
import { parseAxisValues } from '@/lib/compare/model/sweep-values';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import { axisText } from './axis-text';
import {
  selectedRange,
  startAxis,
  starterAround,
  startValues,
  withAnotherAxis,
  withAxis,
  withBase,
  withoutAxis,
  withRepeats,
  withSelected,
  withSwappedAxes,
} from './sweep-edits';

const plan = starterAround({
  prompt: 'Once',
  connectionId: 'practice',
  model: 'm',
  settings: DEFAULT_SETTINGS,
});

describe('changes of a sweep', () => {
  test('every change of a valid plan is a valid plan', () => {
    const two = withAnotherAxis(plan);
    const plans = [
      plan,
      two,
      withSwappedAxes(two),
      withoutAxis(two, 0),
      withRepeats(two, 5),
      withRepeats(two, 99),
      withAxis(withRepeats(two, 3), 0, { kind: 'parameter', parameter: 'seed', values: [1, 2] }),
      withSelected(two, 'frequency_penalty', [-1, 0, 1]),
      withSelected(plan, 'temperature', [null, 0]),
      withAxis(two, 1, startAxis(two, 'model')),
      withAxis(two, 0, startAxis(two, 'prompt')),
    ];
    for (const one of plans) expect(comparisonPlanSchema.safeParse(one).error).toBeUndefined();
  });

  test('two axes never vary the same, and a varied seed is not repeated', () => {
    const two = withAnotherAxis(plan);
    expect(withAxis(two, 1, { kind: 'parameter', parameter: 'temperature', values: [0, 1] })).toBe(two);
    const seeds = withAxis(withRepeats(two, 3), 0, { kind: 'parameter', parameter: 'seed', values: [1, 2] });
    expect(seeds.repeats).toBe(1);
    expect(withRepeats(seeds, 2)).toBe(seeds);
  });

  test('painting varies the axis that varies the parameter already, else the first', () => {
    const two = withAnotherAxis(plan);
    expect(withSelected(two, 'top_p', [0.1, 0.2]).axes).toEqual([
      plan.axes[0],
      { kind: 'parameter', parameter: 'top_p', values: [0.1, 0.2] },
    ]);
    expect(withSelected(plan, 'top_p', [0.1, 0.2]).axes).toEqual([
      { kind: 'parameter', parameter: 'top_p', values: [0.1, 0.2] },
    ]);
  });

  test('a painted stretch is five even values, fewer where the step has no room, none for a point', () => {
    expect(selectedRange('temperature', 1, 0)?.values).toEqual([0, 0.25, 0.5, 0.75, 1]);
    expect(selectedRange('temperature', 0.1, 0.12)?.values).toEqual([0.1, 0.11, 0.12]);
    expect(selectedRange('temperature', 0.5, 0.5)).toBeNull();
    expect(selectedRange('max_tokens', 1, 100)).toBeNull();
    expect(selectedRange('user', 0, 1)).toBeNull();
  });

  test('what an axis starts with is valid, and is read back as it is written', () => {
    for (const parameter of SWEEP_PARAMETERS) {
      const values = startValues(parameter);
      expect(parseAxisValues(parameter, axisText(parameter, values)), parameter).toEqual({
        ok: true,
        values,
      });
    }
  });

  test('models and prompts start with the one that there is, and room for another', () => {
    const model = { connectionId: 'practice', model: 'm' };
    expect(startAxis(plan, 'model')).toEqual({ kind: 'model', models: [model, { ...model, model: '' }] });
    const ids = withBase(plan, { prompt: '[1, 2]', asIds: true });
    expect(startAxis(ids, 'prompt')).toEqual({
      kind: 'prompt',
      prompts: [{ prompt: '[1, 2]', asIds: true }, { prompt: '' }],
    });
    const models = withAxis(plan, 0, startAxis(plan, 'model'));
    expect(withAxis(withAnotherAxis(models), 1, startAxis(models, 'model')).axes[1]?.kind).toBe('parameter');
  });

  test('with what is not sent, one typed value is enough, and six are the most', () => {
    const parse = (typed: string) => parseAxisValues('temperature', typed, 'wide', 1);
    expect(parse('0.5')).toEqual({ ok: true, values: [0.5] });
    expect(parse('')).toMatchObject({ ok: false });
    expect(parse('0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6')).toEqual({ ok: false, message: 'At most 6 values.' });
    expect(axisText('temperature', [null, 0, 0.5])).toBe('0, 0.5');
  });

  test('what no longer varies is the first of its values for all, and painting replaces no models', () => {
    const prompts = withAxis(plan, 0, {
      kind: 'prompt',
      prompts: [{ prompt: '[1]', asIds: true }, { prompt: 'Two' }],
    });
    expect(prompts.base.prompt).toBe('Once');
    expect(withAxis(prompts, 0, startAxis(prompts, 'top_p')).base).toEqual({
      ...plan.base,
      prompt: '[1]',
      asIds: true,
    });
    const other = { connectionId: 'other', model: 'x' };
    const models = withAnotherAxis(
      withAxis(plan, 0, { kind: 'model', models: [other, { ...other, model: 'y' }] }),
    );
    expect(withoutAxis(models, 0).base).toEqual({ ...plan.base, ...other });
    expect(withoutAxis(models, 1).base).toEqual(plan.base);
    const painted = withSelected(withoutAxis(models, 1), 'temperature', [0, 1]);
    expect(painted.axes.map(({ kind }) => kind)).toEqual(['model', 'parameter']);
    expect(withSelected(models, 'temperature', [0, 1]).axes[1]).toMatchObject({ parameter: 'temperature' });
  });
});

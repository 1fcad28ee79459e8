import { describe, expect, it } from 'vitest';
import { comparisonPlanSchema } from '@/lib/compare/model/plan';
import { requestedPrompt, requestOfCell, variantsOf } from '@/lib/compare/model/plan-cells';
import type { Connection } from '@/lib/connections/model/connections';
import { REDACTED } from '@/lib/links/model/redact';
import type { SharedComparison } from '@/lib/links/model/shared-comparison';
import { aSharedComparison, aSharedSweep } from '@/lib/protocol/fixtures/shared-comparison';
import { planOfShared } from './open-shared-comparison';

const PRACTICE: Connection = {
  id: 'practice',
  name: 'Practice model',
  kind: 'practice',
  baseUrl: null,
  keyLast4: null,
  headerNames: [],
  hasKey: false,
  isDefault: true,
  builtIn: true,
  defaultModel: 'practice-1',
} as unknown as Connection;
const MINE = { ...PRACTICE, id: 'mine', builtIn: false, isDefault: false, defaultModel: null };

function planOf(shared: SharedComparison, connections = [PRACTICE, MINE]) {
  const made = planOfShared(shared, connections);
  expect(comparisonPlanSchema.parse(made.plan)).toEqual(made.plan);
  return made;
}

describe('the plan of a shared comparison', () => {
  it('has its columns on the reader’s own connection', () => {
    const { plan, unavailable } = planOf(aSharedComparison());
    expect(unavailable).toEqual([]);
    expect(plan.base.prompt).toBe('Once upon a time there was a');
    const columns = variantsOf(plan);
    expect(columns.map(({ name }) => name)).toEqual([null, 'careful', null]);
    expect(columns.map(({ settings }) => settings.values.temperature)).toEqual([0, 0.7, 1.2]);
    expect(columns[0]).toMatchObject({ connectionId: 'mine', model: 'shared-model' });
    expect(columns[0]?.settings.sent).toEqual(['temperature', 'max_tokens', 'logprobs', 'stream']);
    expect(plan.referenceId).toBe(columns[0]?.id);
    expect(new Set(columns.map(({ id }) => id)).size).toBe(3);
  });

  it('runs on the practice model where there is no other, and says what for', () => {
    const { plan, unavailable } = planOf(aSharedComparison(), [PRACTICE]);
    expect(unavailable).toEqual(['shared-model']);
    expect(variantsOf(plan)).toMatchObject(Array(3).fill({ connectionId: 'practice', model: 'practice-1' }));
  });

  it('has token ids where the link shows token ids', () => {
    const shared = { ...aSharedComparison(), prompt: '[1, 2]', promptAsIds: true };
    if (shared.compared.kind === 'columns') {
      shared.compared.columns = shared.compared.columns.map((column, at) =>
        at === 1
          ? { ...column, prompt: ['[3]', '[4, 5]'], promptAsIds: true }
          : at === 2
            ? { ...column, prompt: '[6]' }
            : column,
      );
    }
    const { plan } = planOf(shared);
    expect(plan.base).toMatchObject({ prompt: '[1, 2]', asIds: true });
    const prompts = variantsOf(plan).map(({ id }) => requestOfCell(plan, id)?.request.prompt);
    expect(prompts).toEqual([[1, 2], [[3], [4, 5]], '[6]']);
    const sweep = planOf({ ...aSharedSweep(), prompt: ['[1]', '[2, 3]'], promptAsIds: true }).plan;
    expect(requestedPrompt(sweep.base)).toEqual([[1], [2, 3]]);
    // What is hidden in them leaves a text.
    const hidden = planOf({ ...aSharedSweep(), prompt: REDACTED, promptAsIds: true }).plan;
    expect(requestedPrompt(hidden.base)).toBe(REDACTED);
  });

  it('keeps the prompt of a column that has its own', () => {
    const shared = aSharedComparison();
    if (shared.compared.kind === 'columns') {
      shared.compared.columns = shared.compared.columns.map((column, at) =>
        at === 2 ? { ...column, prompt: ['one', 'two'] } : column,
      );
    }
    const { plan } = planOf(shared);
    const prompts = variantsOf(plan).map(({ prompt }) => prompt);
    expect(prompts).toEqual([undefined, undefined, ['one', 'two']]);
  });

  it('is a plan also of a link that shares next to nothing', () => {
    const { prompt: _prompt, ...bare } = aSharedComparison();
    if (bare.compared.kind === 'columns') {
      bare.compared.columns = bare.compared.columns.map(() => ({ name: REDACTED, answer: null }));
    }
    const { plan } = planOf(bare);
    expect(plan.base.prompt).toBe('');
    expect(variantsOf(plan)).toMatchObject(Array(3).fill({ connectionId: 'mine' }));
    const sweep = aSharedSweep();
    if (sweep.compared.kind === 'sweep') delete sweep.compared.axes;
    expect(planOf(sweep).plan).toMatchObject({ axes: [{ kind: 'parameter', parameter: 'temperature' }] });
  });

  it('is the same sweep again', () => {
    expect(planOf(aSharedSweep()).plan).toMatchObject({
      base: {
        connectionId: 'mine',
        model: 'shared-model',
        settings: { values: { max_tokens: 20, seed: 1 } },
      },
      axes: [
        { kind: 'parameter', parameter: 'temperature', values: [0, 1] },
        { kind: 'parameter', parameter: 'top_p', values: [0.25, 0.5, 1] },
      ],
      repeats: 2,
    });
  });

  it('has models and prompts along its axes, each model where it can run here', () => {
    const shared = aSharedSweep();
    if (shared.compared.kind !== 'sweep') throw new Error('no sweep');
    delete shared.compared.model;
    shared.compared.axes = [
      { kind: 'model', models: [{ model: 'practice-1' }, { model: 'shared-model' }] },
      { kind: 'prompt', prompts: [{ prompt: 'One' }, { prompt: ['[1]', '[2]'], promptAsIds: true }, {}] },
    ];
    const { plan, unavailable } = planOf(shared);
    expect(plan.axes).toEqual([
      {
        kind: 'model',
        models: [
          { connectionId: 'practice', model: 'practice-1' },
          { connectionId: 'mine', model: 'shared-model' },
        ],
      },
      {
        kind: 'prompt',
        prompts: [{ prompt: 'One' }, { prompt: ['[1]', '[2]'], asIds: true }, { prompt: '' }],
      },
    ]);
    expect(unavailable).toEqual([]);
    expect(planOf(shared, [PRACTICE]).unavailable).toEqual(['shared-model']);
  });
});

import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Settings } from '@/lib/protocol/request/settings';
import { type Axis, type ComparisonPlan, comparisonPlanSchema } from './plan';
import { cellsOf, planOfVariants, requestOfCell } from './plan-cells';
import { estimatePlan, estimateTime, maxCosts, whyRepeatsDiffer } from './sweep-check';

const base = (settings: Settings = DEFAULT_SETTINGS) => ({ connectionId: 'c', model: 'm', settings });
const OPENAI = () => 'openai' as const;
function sweep(axes: Axis[], repeats = 1, settings?: Settings): ComparisonPlan {
  const plan: ComparisonPlan = {
    base: { ...base(settings), prompt: 'Once upon a time' },
    axes,
    repeats,
  };
  expect(comparisonPlanSchema.safeParse(plan).success).toBe(true);
  return plan;
}

const SENT = (values: Settings['values']): Settings => ({
  values,
  sent: [...Object.keys(values), 'stream'] as Settings['sent'],
});

describe('a plan before it runs', () => {
  it('counts only the cells that will run', () => {
    const plan = sweep([{ kind: 'parameter', parameter: 'temperature', values: [0, 0.5, 1] }], 2);
    expect(estimatePlan(plan, OPENAI, ['r0c0k0', 'r2c0k1'])).toMatchObject({
      calls: 2,
      maxOutputTokens: 2 * 200,
      estimatedPromptTokens: 2 * 4,
    });
  });

  it('takes as long as its runs so far say, and longer where a connection takes fewer at once', () => {
    const all = [{ cells: 800, atOnce: null }];
    expect(estimateTime(all, [])).toBeNull();
    expect(estimateTime(all, [9_000, 1_000, 2_000])).toBe(200_000);
    expect(
      estimateTime(
        [
          { cells: 400, atOnce: 2 },
          { cells: 400, atOnce: null },
        ],
        [1_000],
      ),
    ).toBe(200_000);
    expect(
      estimateTime(
        [
          { cells: 400, atOnce: 100 },
          { cells: 400, atOnce: 8 },
        ],
        [1_000],
      ),
    ).toBe(100_000);
  });

  it('counts its calls and tokens', () => {
    const plan = sweep(
      [
        { kind: 'parameter', parameter: 'temperature', values: [0, 0.5, 1, 1.5, 2] },
        { kind: 'parameter', parameter: 'top_p', values: [0.25, 0.5, 0.75, 1] },
      ],
      3,
    );
    expect(cellsOf(plan)).toHaveLength(60);
    expect(estimatePlan(plan, OPENAI)).toEqual({
      calls: 60,
      completions: 60,
      completionsPerCall: 1,
      maxOutputTokens: 60 * 200,
      assumesMaxTokens: false,
      estimatedPromptTokens: 60 * 4,
      refused: 0,
      billed: Array.from({ length: 20 }, () => ({
        connectionId: 'c',
        model: 'm',
        input: 3 * 4,
        output: 3 * 200,
      })),
    });
  });

  it('says what it costs at most, where every call has a price', () => {
    const plan = sweep(
      [{ kind: 'parameter', parameter: 'max_tokens', values: [10, 100] }],
      2,
      SENT({ best_of: 2, stream: false }),
    );
    const price = { input: 1, output: 2, currency: 'EUR' };
    const { estimatedPromptTokens, billed } = estimatePlan(plan, () => 'wide');
    const amount = (estimatedPromptTokens * 1 + 2 * 2 * (10 + 100) * 2) / 1_000_000;
    expect(maxCosts(billed, () => price)).toEqual([{ amount, currency: 'EUR', isEstimated: true }]);
    expect(maxCosts(billed, () => null)).toEqual([]);
  });

  it('counts choices, best_of and prompts, and 16 tokens where no limit is sent', () => {
    const plan = sweep(
      [{ kind: 'parameter', parameter: 'n', values: [1, 3] }],
      1,
      SENT({ best_of: 4, stream: false }),
    );
    expect(estimatePlan({ ...plan, base: { ...plan.base, prompt: ['a', 'b'] } }, OPENAI)).toMatchObject({
      calls: 2,
      completions: 2 * 4 * 2,
      completionsPerCall: 4 * 2,
      maxOutputTokens: 2 * (16 * 4 * 2),
      assumesMaxTokens: true,
      estimatedPromptTokens: 4,
    });
    const limits = sweep([{ kind: 'parameter', parameter: 'max_tokens', values: [10, 100] }], 2);
    expect(estimatePlan(limits, OPENAI)).toMatchObject({
      calls: 4,
      maxOutputTokens: 220,
      assumesMaxTokens: false,
    });
  });

  it('leaves out the cells that would be refused', () => {
    const plan = sweep(
      [{ kind: 'parameter', parameter: 'best_of', values: [1, 2, 5] }],
      1,
      SENT({ n: 2, stream: false, max_tokens: 5 }),
    );
    expect(estimatePlan(plan, OPENAI)).toMatchObject({
      calls: 2,
      completions: 2 + 5,
      completionsPerCall: null,
      refused: 1,
      maxOutputTokens: 5 * 2 + 5 * 5,
    });
  });

  it('takes columns as well', () => {
    const columns = planOfVariants({ prompt: 'x' }, [
      { id: 'a', name: null, ...base() },
      { id: 'b', name: null, ...base(), model: '' },
    ]);
    expect(estimatePlan(columns, OPENAI)).toMatchObject({ calls: 1, refused: 1 });
  });
});

describe('repeats', () => {
  const axes: Axis[] = [{ kind: 'parameter', parameter: 'top_p', values: [0.5, 1] }];

  it('have the next seed where one is sent, which the sentence says', () => {
    const plan = sweep(axes, 2, SENT({ seed: 7, stream: true }));
    expect(requestOfCell(plan, 'r0c0k0')?.request.seed).toBe(7);
    expect(requestOfCell(plan, 'r0c0k1')?.request.seed).toBe(8);
    expect(whyRepeatsDiffer(plan)).toMatch(/next seed/);
  });

  it('are left to the server without a seed', () => {
    const plan = sweep(axes, 2);
    expect(requestOfCell(plan, 'r0c0k1')?.request.seed).toBeUndefined();
    expect(whyRepeatsDiffer(plan)).toMatch(/repeats are random/);
    expect(whyRepeatsDiffer(sweep(axes, 2, SENT({ temperature: 0, stream: true })))).toMatch(/temperature 0/);
    expect(whyRepeatsDiffer(sweep(axes))).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import {
  type ComparisonPlan,
  comparisonPlanSchema,
  MAX_COLUMNS,
  type Variant,
} from '@/lib/compare/model/plan';
import { planOfVariants, variantsOf } from '@/lib/compare/model/plan-cells';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import {
  newColumnId,
  withColumn,
  withColumnAt,
  withCopy,
  withOwnPrompt,
  withoutColumn,
  withSameForAll,
  withSettings,
} from './column-edits';

const column = (id: string, temperature?: number) => ({
  id,
  name: null,
  connectionId: 'practice',
  model: 'm',
  settings:
    temperature === undefined
      ? DEFAULT_SETTINGS
      : {
          values: { ...DEFAULT_SETTINGS.values, temperature },
          sent: ['temperature' as const, 'max_tokens' as const, 'stream' as const],
        },
});
const planOf = (...columns: [Variant, ...Variant[]]) =>
  planOfVariants({ prompt: 'Once' }, columns, { referenceId: 'b' });
const PLAN = planOf(column('a', 0.3), column('b'), column('c', 0.9));
const ids = (plan: ComparisonPlan) =>
  variantsOf(plan)
    .map(({ id }) => id)
    .join('');

describe('a plan of columns', () => {
  test('a new id is one that the contract takes, and another each time', () => {
    const made = Array.from({ length: 200 }, newColumnId);
    expect(new Set(made).size).toBe(200);
    for (const id of made) {
      expect(comparisonPlanSchema.safeParse(planOf(column(id))).success).toBe(true);
    }
  });

  test('a copy stands right of its original and shows no run of its own', () => {
    const shown = planOf({ ...column('a'), fromRunId: 'run', name: 'Hot' }, column('b'));
    const plan = withCopy(shown, 'a', 'x');
    expect(ids(plan)).toBe('axb');
    expect(variantsOf(plan)[1]).toEqual({ ...column('x'), name: 'Hot (copy)' });
  });

  test('takes no more than its most, and never goes down to none', () => {
    let plan = PLAN;
    for (let at = 0; at < 12; at += 1) plan = withColumn(plan, column(`n${at}`));
    expect(variantsOf(plan)).toHaveLength(MAX_COLUMNS);
    for (const { id } of variantsOf(plan)) plan = withoutColumn(plan, id);
    expect(variantsOf(plan)).toHaveLength(1);
  });

  test('a reference that goes is no reference any more', () => {
    expect(withoutColumn(PLAN, 'b').referenceId).toBeNull();
    expect(withoutColumn(PLAN, 'a').referenceId).toBe('b');
  });

  test.each([
    ['a', 1, 'bac'],
    ['a', 9, 'bca'],
    ['c', 0, 'cab'],
    ['c', -1, 'cab'],
    ['b', 1, 'abc'],
  ])('%s moved to place %i is %s', (id, to, order) => {
    expect(ids(withColumnAt(PLAN, id, to))).toBe(order);
  });

  test('one parameter is made the same for all, sent or not, and nothing else is', () => {
    const plan = withSameForAll(PLAN, 'c', 'temperature');
    expect(variantsOf(plan).map(({ settings }) => settings)).toEqual([
      variantsOf(PLAN)[2]?.settings,
      variantsOf(PLAN)[2]?.settings,
      variantsOf(PLAN)[2]?.settings,
    ]);
    const off = withSameForAll(PLAN, 'b', 'temperature');
    expect(variantsOf(off).map(({ settings }) => settings.sent.includes('temperature'))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('a connection brings its model along', () => {
    const plan = planOf({ ...column('a'), connectionId: 'x', model: 'xm' }, column('b'));
    expect(variantsOf(withSameForAll(plan, 'a', 'connection'))[1]).toMatchObject({
      connectionId: 'x',
      model: 'xm',
    });
    expect(variantsOf(withSameForAll(plan, 'a', 'model'))[1]).toMatchObject({
      connectionId: 'practice',
      model: 'xm',
    });
  });

  test('a prompt of its own starts as the shared one, and goes without a trace', () => {
    const own = withOwnPrompt(PLAN, 'a', true);
    expect(variantsOf(own)[0]?.prompt).toBe('Once');
    expect(withOwnPrompt(own, 'a', false)).toEqual(PLAN);
  });

  test('what changes nothing is the very same plan', () => {
    expect(withSettings(PLAN, 'a', (settings) => settings)).toBe(PLAN);
    expect(withOwnPrompt(PLAN, 'nobody', true)).toBe(PLAN);
  });
});

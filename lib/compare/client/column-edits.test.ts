import { describe, expect, test } from 'vitest';
import { type ColumnsPlan, columnsPlanSchema, MAX_COLUMNS } from '@/lib/compare/model/plan';
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
const PLAN: ColumnsPlan = {
  kind: 'columns',
  prompt: 'Once',
  columns: [column('a', 0.3), column('b'), column('c', 0.9)],
  referenceId: 'b',
};
const ids = (plan: ColumnsPlan) => plan.columns.map(({ id }) => id).join('');

describe('a plan of columns', () => {
  test('a new id is one that the contract takes, and another each time', () => {
    const made = Array.from({ length: 200 }, newColumnId);
    expect(new Set(made).size).toBe(200);
    for (const id of made) {
      expect(columnsPlanSchema.safeParse({ ...PLAN, columns: [column(id)] }).success).toBe(true);
    }
  });

  test('a copy stands right of its original and shows no run of its own', () => {
    const shown = { ...PLAN, columns: [{ ...column('a'), fromRunId: 'run', name: 'Hot' }, column('b')] };
    const plan = withCopy(shown, 'a', 'x');
    expect(ids(plan)).toBe('axb');
    expect(plan.columns[1]).toEqual({ ...column('x'), name: 'Hot (copy)' });
  });

  test('takes no more than its most, and never goes down to none', () => {
    let plan = PLAN;
    for (let at = 0; at < 12; at += 1) plan = withColumn(plan, column(`n${at}`));
    expect(plan.columns).toHaveLength(MAX_COLUMNS);
    for (const { id } of plan.columns) plan = withoutColumn(plan, id);
    expect(plan.columns).toHaveLength(1);
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
    expect(plan.columns.map(({ settings }) => settings)).toEqual([
      PLAN.columns[2]?.settings,
      PLAN.columns[2]?.settings,
      PLAN.columns[2]?.settings,
    ]);
    const off = withSameForAll(PLAN, 'b', 'temperature');
    expect(off.columns.map(({ settings }) => settings.sent.includes('temperature'))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('a connection brings its model along', () => {
    const plan = { ...PLAN, columns: [{ ...column('a'), connectionId: 'x', model: 'xm' }, column('b')] };
    expect(withSameForAll(plan, 'a', 'connection').columns[1]).toMatchObject({
      connectionId: 'x',
      model: 'xm',
    });
    expect(withSameForAll(plan, 'a', 'model').columns[1]).toMatchObject({
      connectionId: 'practice',
      model: 'xm',
    });
  });

  test('a prompt of its own starts as the shared one, and goes without a trace', () => {
    const own = withOwnPrompt(PLAN, 'a', true);
    expect(own.columns[0]?.prompt).toBe('Once');
    expect(withOwnPrompt(own, 'a', false)).toEqual(PLAN);
  });

  test('what changes nothing is the very same plan', () => {
    expect(withSettings(PLAN, 'a', (settings) => settings)).toBe(PLAN);
    expect(withOwnPrompt(PLAN, 'nobody', true)).toBe(PLAN);
  });
});

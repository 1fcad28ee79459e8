import { expect, it } from 'vitest';
import type { Variant } from '@/lib/compare/model/plan';
import { planOfVariants } from '@/lib/compare/model/plan-cells';
import { blockedColumns, blockedMessage } from './blocked-columns';

function column(id: string, model: string, temperature = 1): Variant {
  const settings: Variant['settings'] = { values: { temperature }, sent: ['temperature'] };
  return { id, name: null, connectionId: 'c', model, settings };
}

function blocked(columns: [Variant, ...Variant[]], cells = columns.map(({ id }) => id)) {
  return blockedColumns(planOfVariants({ prompt: 'Once' }, columns), cells);
}

it('finds the columns that cannot be run, of those that are to be run', () => {
  const columns: [Variant, ...Variant[]] = [column('a', 'm'), column('b', ''), column('c', '')];
  expect(blocked(columns).map(({ id, issue }) => [id, issue.param])).toEqual([
    ['b', 'model'],
    ['c', 'model'],
  ]);
  expect(blocked(columns, ['a', 'c']).map(({ id }) => id)).toEqual(['c']);
  expect(blocked([column('a', 'm')])).toEqual([]);
});

it('names them by their letters, with each reason once', () => {
  expect(blockedMessage(blocked([column('a', 'm'), column('b', '')]))).toBe(
    "Column B can't run. Choose a model.",
  );
  expect(blockedMessage(blocked([column('a', ''), column('b', 'm'), column('c', '')]))).toBe(
    "Columns A and C can't run. Choose a model.",
  );
  const several = blocked([column('a', ''), column('b', 'm', Number.NaN)]);
  expect(blockedMessage(several)).toMatch(/^Columns A and B can't run\. A: Choose a model\. B: .+\.$/);
});

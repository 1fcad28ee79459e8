import { expect, it } from 'vitest';
import type { Axis, ComparisonPlan } from '@/lib/compare/model/plan';
import { planOfVariants } from '@/lib/compare/model/plan-cells';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import { issueOfField, issuesOfPlan } from './plan-issues';

const base = { connectionId: 'c', model: 'm', settings: DEFAULT_SETTINGS };
const sweep = (axis: Axis, model = 'm'): ComparisonPlan => ({
  base: { ...base, model, prompt: 'Once' },
  axes: [axis],
  repeats: 1,
});

it('names the cells that would be refused, and why', () => {
  const plan = sweep({ kind: 'parameter', parameter: 'stop', values: [['a'], ['a', '']] });
  const [issue, ...others] = issuesOfPlan(plan);
  expect(others).toEqual([]);
  expect(issue).toMatchObject({ cell: 'r1c0k0', issues: [{ param: 'stop' }] });
  expect(issueOfField(plan, 'stop')).toBe(issue?.issues[0]?.message);
  expect(issueOfField(plan, 'temperature')).toBeNull();
  expect(issuesOfPlan(plan)).toBe(issuesOfPlan(plan));
});

it('takes columns and models as well', () => {
  const columns = planOfVariants({ prompt: 'x' }, [
    { id: 'a', name: null, ...base },
    { id: 'b', name: null, ...base, model: '' },
  ]);
  const missing = [{ param: 'model', message: 'Choose a model.' }];
  expect(issuesOfPlan(columns)).toEqual([{ cell: 'b', issues: missing }]);
  const models = [base, { ...base, model: '' }].map(({ connectionId, model }) => ({ connectionId, model }));
  // The base's model is none that is sent.
  expect(issuesOfPlan(sweep({ kind: 'model', models }, ''))).toEqual([{ cell: 'r1c0k0', issues: missing }]);
});

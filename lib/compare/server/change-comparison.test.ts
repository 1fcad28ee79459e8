import { expect, it } from 'vitest';
import { countComparisons, createComparison as insert } from '@/lib/compare/db/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { newVisitor } from '@/lib/testing/call-route';
import { columnsPlan, sweepPlan } from '@/lib/testing/comparisons';
import { describeApi } from '@/lib/testing/describe-api';
import { createComparison, vote } from './change-comparison';

describeApi('changing comparisons', () => {
  it('keeps a thousand of one person, and no more', async () => {
    const { user } = await newVisitor();
    const plan = columnsPlan([{}]);
    for (let at = 0; at < 1_000; at += 50) {
      await Promise.all(Array.from({ length: 50 }, () => insert(user.id, { plan })));
    }
    await expect(createComparison(user.id, { plan })).rejects.toMatchObject({ code: 'conflict' });
    expect(await countComparisons(user.id)).toBe(1_000);
    const other = await newVisitor();
    expect((await createComparison(other.user.id, { plan })).plan).toEqual(plan);
  });

  it('keeps five hundred votes of one comparison, and no more', async () => {
    const { user } = await newVisitor();
    const { id } = await createComparison(user.id, { plan: columnsPlan([{}]) });
    const given = { cell: 'a', note: null, shown: ['a'] };
    for (let at = 0; at < 500; at += 50) {
      await Promise.all(Array.from({ length: 50 }, () => vote(user.id, id, given)));
    }
    await expect(vote(user.id, id, given)).rejects.toMatchObject({ code: 'conflict' });
  });
  it('keeps no plan whose cells are far longer than it is', async () => {
    const { user } = await newVisitor();
    const plan = (value: string, prompt: string): ComparisonPlan => ({
      ...sweepPlan({ prompt }, { axes: [], repeats: 5 }),
      variables: true,
      inputs: {
        columns: ['a'],
        rows: Array.from({ length: 1_000 }, (_, at) => ({ id: at.toString(36), values: [value] })),
      },
    });
    const refused = { code: 'invalid_request' };
    // 5,000 cells of 10 kB; escapes; a thousand times nothing.
    for (const large of [
      plan('x'.repeat(1_000), '{{a}}'.repeat(10)),
      plan('\u0001'.repeat(900), 'One'),
      plan('', '{{a}}'.repeat(1_001)),
    ])
      await expect(createComparison(user.id, { plan: large })).rejects.toMatchObject(refused);
    await expect(
      createComparison(user.id, { plan: plan('x'.repeat(900), '{{a}} {{a}} {{a}} {{a}}') }),
    ).resolves.toBeDefined();
  });
});

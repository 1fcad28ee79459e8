import { expect, it } from 'vitest';
import { countComparisons, createComparison as insert } from '@/lib/compare/db/comparisons';
import { newVisitor } from '@/lib/testing/call-route';
import { columnsPlan } from '@/lib/testing/comparisons';
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
});

import { expect, it } from 'vitest';
import { createComparison } from '@/lib/compare/db/comparisons';
import type { RunFilter } from '@/lib/history/model/run-search';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { insertRun, type NewRun } from '@/lib/runs/db/insert-run';
import { columnsPlan } from '@/lib/testing/comparisons';
import { searchRuns } from './search-runs';

const PLAN = columnsPlan([{}], { prompt: 'lighthouse' });

describeOnBothDatabases('searching runs of comparisons', () => {
  async function made() {
    const { id: userId } = await aUser();
    const comparison = await createComparison(userId, { plan: PLAN, title: null });
    if (comparison === null) throw new Error('not made');
    const add = async (fields: Partial<NewRun>) => {
      const run = aRun(userId, { promptPreview: 'the lighthouse', model: 'm', ...fields });
      await insertRun({ ...run, request: { ...run.request, prompt: 'the lighthouse' } });
      return run.id;
    };
    const inIt = { source: 'compare' as const, comparisonId: comparison.id };
    const first = await add({});
    const a = await add({ ...inIt, cell: 'a' });
    const middle = await add({ source: 'api' });
    const b = await add({ ...inIt, cell: 'b' });
    return { userId, comparisonId: comparison.id, first, a, middle, b };
  }

  async function find(userId: string, filter: RunFilter): Promise<string[]> {
    const ids: string[] = [];
    let before: string | undefined;
    for (let pages = 0; pages < 10; pages += 1) {
      const page = await searchRuns(userId, { ...filter, before, limit: 2 });
      ids.push(...page.runs.map(({ id }) => id));
      if (page.next === null) return ids;
      before = page.next;
    }
    throw new Error('no end');
  }

  it.each<RunFilter>([
    {},
    { sort: 'oldest' },
    { sort: 'longest' },
    { sort: 'most_tokens' },
    { q: 'lighthouse' },
    { q: 'lighthouse', sort: 'longest' },
    { q: 'ghthous' },
    { q: 'ghthous', sort: 'most_tokens' },
    { model: ['m'] },
    { model: ['m'], sort: 'longest' },
    { status: ['streaming'], q: '"the lighthouse"' },
    { source: ['playground', 'api'] },
    { from: '2020-01-01' },
  ])('passes them over: %j', async (filter) => {
    const { userId, first, middle } = await made();
    const expected = filter.sort === 'oldest' ? [first, middle] : [middle, first];
    expect(await find(userId, filter)).toEqual(expected);
  });

  it.each<RunFilter>([
    {},
    { sort: 'longest' },
    { q: 'lighthouse' },
    { q: 'lighthouse', sort: 'most_tokens' },
    { q: 'ghthous' },
    { model: ['m'], from: '2020-01-01' },
  ])('has them where they are asked for: %j', async (filter) => {
    const { userId, first, a, middle, b } = await made();
    const { id: otherTenant } = await aUser();
    expect(await find(userId, { ...filter, source: ['compare'] })).toEqual([b, a]);
    expect(await find(userId, { ...filter, source: ['compare', 'api'] })).toEqual([b, middle, a]);
    expect(await find(userId, { ...filter, source: ['playground', 'compare'] })).toEqual([b, a, first]);
    expect(await find(otherTenant, { ...filter, source: ['compare'] })).toEqual([]);
  });

  it('follows a run into a comparison and out of it, and forgets the runs of one that is gone', async () => {
    const { userId, comparisonId, first, a, middle, b } = await made();
    const move = (id: string, to: string | null) =>
      getDb().run.update({ where: { id }, data: { comparisonId: to } });
    await move(a, null);
    await move(first, comparisonId);
    for (const filter of [
      {},
      { q: 'lighthouse' },
      { q: 'ghthous' },
      { sort: 'longest' as const, q: 'light' },
    ])
      expect(await find(userId, filter), JSON.stringify(filter)).toEqual([middle, a]);
    expect(await find(userId, { source: ['compare', 'playground'], q: 'light' })).toEqual([b, a, first]);
    await getDb().comparison.delete({ where: { id: comparisonId } });
    expect(await find(userId, { source: ['compare', 'playground', 'api'] })).toEqual([middle, a]);
    expect(await find(userId, { source: ['compare', 'playground', 'api'], q: 'ghthous' })).toEqual([
      middle,
      a,
    ]);
  });
});

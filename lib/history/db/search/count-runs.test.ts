import { expect, it } from 'vitest';
import { createComparison } from '@/lib/compare/db/comparisons';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { insertRun, type NewRun } from '@/lib/runs/db/insert-run';
import { deleteRuns, restoreRuns } from '@/lib/runs/db/run-history';
import { columnsPlan } from '@/lib/testing/comparisons';
import { countRuns } from './count-runs';

describeOnBothDatabases('counting runs', () => {
  async function make(userId: string, fields: Partial<NewRun> = {}): Promise<string> {
    const run = aRun(userId, fields);
    await insertRun(run);
    return run.id;
  }
  const exactly = (count: number) => ({ count, isExact: true });

  it('counts what the list shows, and nobody else’s', async () => {
    const { id: userId } = await aUser();
    const { id: otherTenant } = await aUser();
    expect(await countRuns(userId, {})).toEqual(exactly(0));
    const ids = [await make(userId), await make(userId, { source: 'api' }), await make(userId)];
    await make(otherTenant);
    const plan = columnsPlan([{}]);
    const comparison = await createComparison(userId, { plan });
    await make(userId, { source: 'compare', comparisonId: comparison?.id, cell: 'a' });
    expect(await countRuns(userId, {})).toEqual(exactly(3));
    expect(await countRuns(userId, { source: ['api'] })).toEqual(exactly(1));
    expect(await countRuns(userId, { source: ['compare'] })).toEqual(exactly(1));
    expect(await countRuns(userId, { q: 'once upon' })).toEqual(exactly(3));
    expect(await countRuns(userId, { q: 'pon', sort: 'longest' })).toEqual(exactly(3));
    expect(await countRuns(userId, { q: 'zeppelin' })).toEqual(exactly(0));
    expect(await countRuns(userId, { to: '2020-01-01' })).toEqual(exactly(0));
    expect(await countRuns(userId, { from: '2020-01-01' })).toEqual(exactly(3));
    await deleteRuns(userId, ids.slice(0, 2));
    expect(await countRuns(userId, {})).toEqual(exactly(1));
    expect(await countRuns(userId, { source: ['api'] })).toEqual(exactly(0));
    await restoreRuns(userId, ids);
    expect(await countRuns(userId, {})).toEqual(exactly(3));
  });

  it('counts a phrase past newer runs that only have its words', async () => {
    const { id: userId } = await aUser();
    const withPrompt = async (prompt: string, count: number) => {
      for (let at = 0; at < count; at += 1) {
        const request = { model: 'practice-1', prompt };
        await make(userId, { source: 'api', request });
      }
    };
    await withPrompt('a silver lantern burns', 18);
    await withPrompt('something else', 140);
    await withPrompt('a lantern of silver', 20);
    expect(await countRuns(userId, { q: '"silver lantern"', source: ['api'] })).toEqual(exactly(18));
    expect(await countRuns(userId, { q: '"silver lantern"' })).toEqual(exactly(18));
  });

  it('stops where the whole number would take long, and says that there are more', async () => {
    const { id: userId } = await aUser();
    for (let at = 0; at < 7; at += 1) await make(userId, { source: 'api' });
    const limits = { unfiltered: 5, found: 5 };
    const some = { count: 5, isExact: false };
    expect(await countRuns(userId, {}, limits)).toEqual(some);
    expect(await countRuns(userId, { source: ['api'] }, limits)).toEqual(some);
    expect(await countRuns(userId, { q: 'once' }, limits)).toEqual(some);
    const enough = { unfiltered: 7, found: 7 };
    expect(await countRuns(userId, {}, enough)).toEqual(exactly(7));
    expect(await countRuns(userId, { source: ['api'] }, enough)).toEqual(exactly(7));
  });
});

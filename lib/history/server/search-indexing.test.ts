import { expect, it, vi } from 'vitest';
import { reindexedFrom } from '@/lib/history/db/search/index-runs';
import { searchRuns } from '@/lib/history/db/search/search-runs';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { insertRun } from '@/lib/runs/db/insert-run';
import { keepIndexing } from './search-indexing';

describeOnBothDatabases('keeping the index up to date', () => {
  it('indexes what has changed and an older history, makes tags one, and ends on request', async () => {
    const { id: userId } = await aUser();
    const runs = Array.from({ length: 30 }, (_, at) => aRun(userId, { promptPreview: `крепкий чай ${at}` }));
    for (const run of runs) await insertRun({ ...run, request: { ...run.request, prompt: 'крепкий чай' } });
    const [first] = runs;
    await getDb().runTag.create({ data: { runId: first?.id ?? '', userId, tag: 'cafe\u0301' } });
    // As the migration leaves a history from before the folding: noted nowhere, and indexed in another way.
    await getDb().$executeRaw`DELETE FROM "RunUnindexed"`;
    await getDb().$executeRaw`
      INSERT INTO "RunReindex" ("id", "below") SELECT 1, max("position") + 1 FROM "Run"`;
    expect((await searchRuns(userId, { q: 'чаи', limit: 50 })).runs).toEqual([]);

    const closing = new AbortController();
    const done = keepIndexing(closing.signal);
    await vi.waitFor(async () => expect(await reindexedFrom()).toBeNull(), { timeout: 170_000 });
    const { runs: found } = await searchRuns(userId, { q: 'чаи', limit: 50 });
    expect(found).toHaveLength(30);
    expect(found.at(-1)?.tags).toEqual(['café']);

    await getDb().run.update({ where: { id: first?.id ?? '' }, data: { note: 'ещё' } });
    const noted = () => getDb().$queryRaw<unknown[]>`SELECT 1 FROM "RunUnindexed"`;
    await vi.waitFor(async () => expect(await noted()).toEqual([]), { timeout: 170_000 });
    closing.abort();
    await done;
  });
});

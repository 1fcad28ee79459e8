import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { insertRun } from '@/lib/runs/db/insert-run';
import { deleteRuns, getRun } from '@/lib/runs/db/run-history';
import { editRun } from './run-edit';
import { searchRuns } from './search/search-runs';

describeOnBothDatabases('what an owner says about a run', () => {
  async function aRunOf(userId: string) {
    const run = aRun(userId);
    await insertRun(run);
    return run.id;
  }
  const found = async (userId: string, filter: Parameters<typeof searchRuns>[1]) =>
    (await searchRuns(userId, filter)).runs.map(({ id }) => id);

  it('is kept part by part, and found again at once', async () => {
    const { id: userId } = await aUser();
    const id = await aRunOf(userId);
    const other = await aRunOf(userId);
    const none = { title: null, note: null, starred: false, tags: [] };

    const title = 'Überraschung am Kliff';
    expect(await editRun(userId, id, { title })).toEqual({ ...none, title });
    expect(await found(userId, { q: 'uberraschung', limit: 10 })).toEqual([id]);

    const edit = { note: 'Compare with zeppelin', starred: true, tags: ['b side', 'a', 'a'] };
    expect(await editRun(userId, id, edit)).toEqual({ title, ...edit, tags: ['a', 'b side'] });
    expect(await found(userId, { q: 'zeppelin', limit: 10 })).toEqual([id]);
    expect(await found(userId, { starred: true, limit: 10 })).toEqual([id]);
    expect(await found(userId, { tag: ['a', 'b side'], limit: 10 })).toEqual([id]);
    expect(await getRun(userId, id)).toMatchObject({ title, ...edit, tags: ['a', 'b side'] });

    const next = { title: 'Another name', tags: ['b side', 'c'] };
    expect(await editRun(userId, id, next)).toEqual({ note: edit.note, starred: true, ...next });
    expect(await found(userId, { q: 'kliff', limit: 10 })).toEqual([]);
    expect(await found(userId, { q: 'another name', limit: 10 })).toEqual([id]);
    expect(await found(userId, { tag: ['a'], limit: 10 })).toEqual([]);
    expect(await found(userId, { tag: ['c'], limit: 10 })).toEqual([id]);

    expect(await editRun(userId, id, none)).toEqual(none);
    expect(await found(userId, { q: 'another', limit: 10 })).toEqual([]);
    expect(await found(userId, { starred: true, limit: 10 })).toEqual([]);
    expect(await editRun(userId, id, {})).toEqual(none);
    expect(await getRun(userId, other)).toMatchObject(none);
  });

  it('is said by nobody else, and of no run that is gone', async () => {
    const { id: userId } = await aUser();
    const otherTenant = await aUser();
    const id = await aRunOf(userId);
    expect(await editRun(otherTenant.id, id, { title: 'Mine', tags: ['mine'] })).toBeNull();
    expect(await getRun(userId, id)).toMatchObject({ title: null, tags: [] });
    await deleteRuns(userId, [id]);
    expect(await editRun(userId, id, { title: 'Late' })).toBeNull();
  });
});

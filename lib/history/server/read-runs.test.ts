import { expect, it } from 'vitest';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { setLogSink } from '@/lib/platform/server/log';
import { insertRun } from '@/lib/runs/db/insert-run';
import { createRunRegistry } from '@/lib/runs/server/registry';
import { readRunForPage } from './read-runs';

describeOnBothDatabases('the page of a run', () => {
  it('has its related runs with it', async () => {
    const { id: userId } = await aUser();
    const run = aRun(userId);
    await insertRun(run);
    const page = await readRunForPage(userId, run.id, createRunRegistry());
    expect(page?.lineage?.members.map(({ id }) => id)).toEqual([run.id]);
    const { id: otherTenant } = await aUser();
    expect(await readRunForPage(otherTenant, run.id, createRunRegistry())).toBeNull();
  });

  it('comes without them where they cannot be read, and the log says why', async () => {
    const { id: userId } = await aUser();
    const run = aRun(userId);
    await insertRun(run);
    const ofUser = () => {
      throw new Error('no live runs now');
    };
    const lines: string[] = [];
    const restore = setLogSink({ write: (line) => void lines.push(line) });
    const page = await readRunForPage(userId, run.id, { ...createRunRegistry(), ofUser }).finally(restore);
    expect(page).toMatchObject({ run: { id: run.id }, lineage: null });
    expect(lines.join('')).toContain('no live runs now');
  });
});

import { expect, it } from 'vitest';
import { getDb } from '@/lib/platform/db/client';
import { describeOnBothDatabases } from '@/lib/platform/db/testing';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { insertRun } from './insert-run';
import {
  endLease,
  endOtherLeases,
  interruptOrphans,
  listProcesses,
  ownOpenRuns,
  renewLease,
  sweepProcesses,
} from './process-lease';
import { getRun } from './run-history';
import { checkpointRuns } from './save-run';

const LEASE_MS = 15_000;

describeOnBothDatabases('the lease of a process', () => {
  const process = (id: string, pid = 1) => ({ id, host: 'here', pid });

  /** As if the process had been silent for this long. */
  async function age(id: string, ms: number): Promise<void> {
    await getDb().$executeRaw`UPDATE "ServerProcess" SET "seenAt" = "seenAt" - ${ms} WHERE "id" = ${id}`;
  }

  async function openRun(processId: string | null, text = 'so far') {
    const { id: userId } = await aUser();
    const run = aRun(userId, { processId: processId ?? '' });
    await insertRun(run);
    if (processId === null) await getDb().run.update({ where: { id: run.id }, data: { processId: null } });
    const choices = [{ index: 0, text, finishReason: null }];
    await checkpointRuns([{ runId: run.id, choices, outputPreview: text }]);
    return { id: run.id, read: () => getRun(userId, run.id) };
  }

  it('keeps its runs, and lapses fifteen seconds after its last heartbeat', async () => {
    await renewLease(process('owner'));
    const run = await openRun('owner');
    expect(await interruptOrphans('judge', LEASE_MS)).toBe(0);
    await age('owner', LEASE_MS - 5_000);
    expect(await interruptOrphans('judge', LEASE_MS)).toBe(0);
    await age('owner', 5_001);
    const before = Date.now();
    expect(await interruptOrphans('judge', LEASE_MS)).toBe(1);
    const closed = await run.read();
    expect(closed).toMatchObject({ status: 'interrupted', outputPreview: 'so far' });
    expect(closed?.state.choices[0]?.text).toBe('so far');
    const endedAt = Date.parse(closed?.endedAt ?? '');
    expect(endedAt).toBeGreaterThanOrEqual(before);
    expect(endedAt).toBeLessThanOrEqual(Date.now());
    expect(await interruptOrphans('judge', LEASE_MS)).toBe(0);
    expect(await run.read()).toEqual(closed);
  });

  it('is not judged by somebody who may not; runs without an owner are anybody’s', async () => {
    await renewLease(process('silent'));
    await age('silent', 10 * LEASE_MS);
    const [kept, ...orphans] = [await openRun('silent'), await openRun('never seen'), await openRun(null)];
    expect(await interruptOrphans('judge', null)).toBe(2);
    for (const orphan of orphans) expect((await orphan.read())?.status).toBe('interrupted');
    expect((await kept.read())?.status).toBe('streaming');
    // Nobody is its own judge.
    expect(await interruptOrphans('silent', LEASE_MS)).toBe(0);
    expect(await interruptOrphans('judge', LEASE_MS)).toBe(1);
  });

  it('goes on with the next heartbeat, however late', async () => {
    await renewLease(process('late'));
    await age('late', 10 * LEASE_MS);
    await renewLease(process('late'));
    const run = await openRun('late');
    expect(await interruptOrphans('judge', LEASE_MS)).toBe(0);
    await endLease('late');
    expect(await interruptOrphans('judge', null)).toBe(1);
    expect((await run.read())?.status).toBe('interrupted');
  });

  it('is taken away once, however many processes try at the same time', async () => {
    const runs = await Promise.all(Array.from({ length: 20 }, () => openRun('dead')));
    const judges = Array.from({ length: 8 }, (_, at) => `judge ${at}`);
    const counts = await Promise.all(judges.map((judge) => interruptOrphans(judge, LEASE_MS)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(runs.length);
  });

  it('knows which of its runs are still its own', async () => {
    await renewLease(process('mine'));
    await renewLease(process('other'));
    const [own, closed, foreign] = [await openRun('mine'), await openRun('mine'), await openRun('other')];
    await getDb().run.update({ where: { id: closed.id }, data: { status: 'interrupted' } });
    expect([...(await ownOpenRuns('mine'))]).toEqual([own.id]);
    for (const { id } of [own, closed, foreign, { id: 'gone' }]) {
      expect((await ownOpenRuns('mine', id)).has(id), id).toBe(id === own.id);
    }
  });

  it('is listed youngest first, and forgotten a day after the process has gone', async () => {
    for (const [id, pid] of [
      ['a', 11],
      ['b', 22],
      ['c', 33],
    ] as const)
      await renewLease(process(id, pid));
    await age('a', 25 * 60 * 60_000);
    await age('b', 23 * 60 * 60_000);
    const ids = async () => (await listProcesses()).map(({ id }) => id).filter((id) => /^[abc]$/.test(id));
    expect(await ids()).toEqual(['c', 'b', 'a']);
    expect(await listProcesses()).toContainEqual({ id: 'b', host: 'here', pid: 22 });
    await sweepProcesses();
    expect(await ids()).toEqual(['c', 'b']);
    await endOtherLeases('b');
    expect((await listProcesses()).map(({ id }) => id)).toEqual(['b']);
  });
});

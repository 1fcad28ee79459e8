import { randomUUID } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { closeDb, getDb, getReservedDb } from '@/lib/platform/db/client';
import { aRun, aUser } from '@/lib/platform/db/testing/records';
import { insertRun } from '@/lib/runs/db/insert-run';
import { interruptOrphans, listProcesses } from '@/lib/runs/db/process-lease';
import { getRun } from '@/lib/runs/db/run-history';
import { checkpointRuns, settleRun } from '@/lib/runs/db/save-run';
import { captureLogs, newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, runBody } from '@/lib/testing/runs';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { processId } from './process-id';
import { BEAT_MS, createProcessLease, LEASE_MS, type ProcessLease } from './process-lease';
import { createRunRegistry } from './registry';
import { startRun } from './start-run';

describeRuns('the lease of this process', ({ upstream, connect, setEnv, kind }) => {
  const leases: ProcessLease[] = [];
  afterEach(async () => {
    for (const lease of leases.splice(0)) await lease.end();
    await interruptOrphans('the next test', null);
  });

  /** Another process of the same database, with a clock of its own; `sleep` is a pause of all of it. */
  function aProcess() {
    let now = 0;
    const id = randomUUID();
    const lease = createProcessLease({
      self: { id, host: 'here', pid: 1 },
      registry: createRunRegistry(),
      now: () => now,
    });
    leases.push(lease);
    return {
      id,
      lease,
      wait: async (ms: number) => {
        now += ms;
        return lease.beat();
      },
      sleep: async (ms: number) => {
        now += ms;
        await age(id, ms);
      },
    };
  }

  async function age(id: string, ms: number): Promise<void> {
    await getDb().$executeRaw`UPDATE "ServerProcess" SET "seenAt" = "seenAt" - ${ms} WHERE "id" = ${id}`;
  }

  async function openRun(owner: string) {
    const { id: userId } = await aUser();
    const run = aRun(userId, { processId: owner });
    await insertRun(run);
    return async () => (await getRun(userId, run.id))?.status;
  }

  /** Past the time in which a process that has just come may judge nobody. */
  async function aJudge() {
    const judge = aProcess();
    await judge.wait(0);
    for (let at = 0; at < 4; at += 1) await judge.wait(4_000);
    return judge;
  }

  it('lapses soon enough for a dead process’ runs to be closed within twenty seconds', () => {
    expect(LEASE_MS + BEAT_MS).toBeLessThan(20_000);
  });

  it('leaves the runs of others alone while they live, and closes them when they do not', async () => {
    const [owner, judge] = [aProcess(), await aJudge()];
    await owner.wait(0);
    const status = await openRun(owner.id);
    expect(await judge.wait(4_000)).toBe(0);
    await owner.sleep(LEASE_MS - 3_000);
    expect(await judge.wait(4_000)).toBe(0);
    expect(await status()).toBe('streaming');
    await owner.sleep(3_001);
    expect(await judge.wait(4_000)).toBe(1);
    expect(await status()).toBe('interrupted');
    expect(await judge.wait(4_000)).toBe(0);
  });

  it('judges nobody before it has been there for as long as a lease, at first and after each gap', async () => {
    const owner = aProcess();
    await owner.wait(0);
    const status = await openRun(owner.id);
    await owner.sleep(10 * LEASE_MS);
    const judge = aProcess();
    expect(await judge.wait(0)).toBe(0);
    for (let waited = 0; waited + 4_000 < LEASE_MS; waited += 4_000) expect(await judge.wait(4_000)).toBe(0);
    // The database was away: nobody could write a heartbeat.
    expect(await judge.wait(8_001)).toBe(0);
    expect(await judge.wait(4_000)).toBe(0);
    expect(await status()).toBe('streaming');
    await owner.wait(0);
    for (let waited = 0; waited < LEASE_MS; waited += 4_000) expect(await judge.wait(4_000)).toBe(0);
    expect(await status()).toBe('streaming');
    await owner.sleep(LEASE_MS + 1);
    expect(await judge.wait(4_000)).toBe(1);
  });

  it('is renewed before anything is written after a pause, and costs nothing without one', async () => {
    const [owner, judge] = [aProcess(), await aJudge()];
    await owner.lease.ensure();
    await owner.sleep(20_000);
    await Promise.all(Array.from({ length: 20 }, () => owner.lease.ensure()));
    const status = await openRun(owner.id);
    expect(await judge.wait(4_000)).toBe(0);
    expect(await status()).toBe('streaming');
    await owner.wait(0);
    const writes = vi.spyOn(getReservedDb(), '$executeRaw');
    await owner.lease.ensure();
    expect(await owner.lease.isStillOwner('whatever')).toBe(true);
    expect(writes).not.toHaveBeenCalled();
    writes.mockRestore();
  });

  it('asks about each run that ends after a pause, until a heartbeat has looked at all of them', async () => {
    const owner = aProcess();
    await owner.wait(0);
    const ids = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const { id: userId } = await aUser();
        const run = aRun(userId, { processId: owner.id });
        await insertRun(run);
        return run.id;
      }),
    );
    await owner.sleep(20_000);
    await interruptOrphans('another process', LEASE_MS);
    await owner.lease.ensure();
    for (const id of ids) expect(await owner.lease.isStillOwner(id)).toBe(false);
    await owner.wait(0);
    const reads = vi.spyOn(getReservedDb().run, 'findMany');
    expect(await owner.lease.isStillOwner('a run of now')).toBe(true);
    expect(reads).not.toHaveBeenCalled();
    reads.mockRestore();
  });

  it.runIf(kind === 'postgresql')('is renewed while the queries of users have every connection', async () => {
    const own = aProcess();
    await own.wait(0);
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let held = 0;
    const holders = Array.from({ length: 25 }, () =>
      getDb().$transaction(async (transaction) => {
        await transaction.$queryRaw`SELECT 1`;
        held += 1;
        await released;
      }),
    );
    try {
      await vi.waitUntil(() => held === 20, { timeout: 10_000 });
      expect(await own.wait(4_000)).toBe(0);
      expect(await own.lease.isStillOwner('a run')).toBe(true);
    } finally {
      release();
      await Promise.all(holders);
    }
  });

  it('has no other beside it on SQLite; on Postgres it has', async () => {
    const other = aProcess();
    await other.lease.ensure();
    const status = await openRun(other.id);
    const own = aProcess();
    expect(await own.lease.begin()).toBe(kind === 'sqlite' ? 1 : 0);
    expect(await status()).toBe(kind === 'sqlite' ? 'interrupted' : 'streaming');
    const ids = (await listProcesses()).map(({ id }) => id);
    expect([other.lease.age(), own.lease.age()]).toEqual([null, 0]);
    expect(ids.includes(own.id)).toBe(true);
    expect(ids.includes(other.id)).toBe(kind === 'postgresql');
    await own.lease.end();
    expect((await listProcesses()).map(({ id }) => id)).not.toContain(own.id);
  });

  it('writes its heartbeats by itself, through an outage, which the log mentions once', async () => {
    const logs = captureLogs();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const own = aProcess();
    const beats = vi.spyOn(getReservedDb(), '$executeRaw');
    try {
      await own.lease.begin();
      const before = beats.mock.calls.length;
      await vi.advanceTimersByTimeAsync(4_000);
      await vi.waitUntil(() => beats.mock.calls.length > before);
      beats.mockRejectedValue(new Error('the database is away'));
      const warned = () => logs.lines().filter(({ msg }) => msg === "couldn't write heartbeat").length;
      await vi.waitUntil(async () => {
        await vi.advanceTimersByTimeAsync(1_000);
        return warned() > 0 && beats.mock.calls.length > before + 6;
      });
      expect(warned()).toBe(1);
      beats.mockRestore();
      await vi.waitUntil(async () => {
        await vi.advanceTimersByTimeAsync(1_000);
        return logs.text().includes('heartbeat resumed');
      });
    } finally {
      vi.useRealTimers();
      logs.stop();
    }
  });

  /** A run of this process; then another process closes its row, as after a long pause. */
  async function closedRun(options: Parameters<typeof startRun>[1] = {}) {
    const slow = steppedStream();
    upstream().always(slow.answer);
    const { user } = await newVisitor();
    const connectionId = await connect(user.id);
    const body = runBody({ model: 'test-model' }, { connectionId, background: true });
    const started = await startRun({ ...body, userId: user.id }, options);
    if (started.kind !== 'live') throw new Error('not live');
    const { run } = started;
    const request = await slow.begun;
    slow.text('kept');
    const row = () => getRun(user.id, run.identity.runId);
    await eventually(async () => (await row())?.state.choices[0]?.text === 'kept');
    await getDb().serverProcess.deleteMany({ where: { id: processId() } });
    expect(await interruptOrphans('another process', null)).toBe(1);
    return { run, slow, request, row, closed: await row() };
  }

  it('lost in the middle of a run: it ends for its readers as its row did, and the upstream is closed', async () => {
    const { run, slow, request, row, closed } = await closedRun();
    slow.text(' and more');
    await run.settled;
    expect(await request.closed).toBe('closed');
    expect(run.log.state.status).toBe('interrupted');
    expect(closed).toMatchObject({ status: 'interrupted', state: { choices: [{ text: 'kept' }] } });
    expect(await row()).toEqual(closed);
  });

  it('lost at the very end of a run: nobody is shown an end that the row does not have', async () => {
    const asked = createProcessLease({ now: () => 0 });
    const { run, slow, row, closed } = await closedRun({
      execution: {
        isStillOwner: () => asked.isStillOwner(run.identity.runId),
        // As if the end came in the same moment as the text before it.
        store: { checkpoint: async (one) => void (await checkpointRuns([one])), settleRun },
      },
    });
    slow.text(' and more');
    slow.finish();
    await run.settled;
    expect(run.log.state.status).toBe('interrupted');
    expect(await row()).toEqual(closed);
  });

  it('is found to be lost by the next heartbeat where no text comes', async () => {
    const { run, request } = await closedRun();
    await createProcessLease().beat();
    expect(await request.closed).toBe('closed');
    await run.settled;
    expect(run.log.state.status).toBe('interrupted');
  });

  it('counts as held while there is no database to ask: a reader’s end does not wait for it', async () => {
    const own = aProcess();
    setEnv({ DATABASE_URL: 'postgresql://nobody:x@127.0.0.1:1/none' });
    const asks = vi.spyOn(getReservedDb(), '$executeRaw').mockRejectedValue(new Error('away'));
    expect(await own.lease.isStillOwner('a run')).toBe(true);
    await expect(own.lease.ensure()).rejects.toThrow('away');
    asks.mockRestore();
    await closeDb();
    setEnv({});
  });
});

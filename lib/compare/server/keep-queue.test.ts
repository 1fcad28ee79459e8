import { randomUUID } from 'node:crypto';
import { afterEach, expect, it, vi } from 'vitest';
import { readQueueCounts } from '@/lib/compare/db/read-queue';
import { takeNextCell } from '@/lib/compare/db/take-cell';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellsOf } from '@/lib/compare/model/plan-cells';
import { getDb } from '@/lib/platform/db/client';
import { endLease, readDatabaseNow, renewLease } from '@/lib/runs/db/process-lease';
import { setClosing } from '@/lib/runs/server/closing';
import { HIDDEN_WATCH_MS } from '@/lib/runs/server/hidden-watch';
import { createRunRegistry } from '@/lib/runs/server/registry';
import { startRun } from '@/lib/runs/server/start-run';
import type { Grace } from '@/lib/runs/server/unwatched';
import { newVisitor } from '@/lib/testing/call-route';
import { columnsPlan, quietComparison, readComparisonStream, sweepPlan } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, runBody } from '@/lib/testing/runs';
import { answers } from '@/lib/testing/upstream-answers';
import { createComparison, deleteComparison } from './change-comparison';
import { followComparison } from './follow-comparison';
import { createQueueKeeper } from './keep-queue';
import { createScheduler } from './scheduler';
import { startComparison, stopComparison } from './start-comparison';

/** Servers as far as the queue knows them; lib/queue-processes.test.ts has real ones. */
describeRuns('the queue over several servers', ({ upstream, connect, setEnv, kind }) => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(async () => {
    setClosing(false);
    for (const end of ends.splice(0)) await end();
    await getDb().comparisonQueue.deleteMany();
    await getDb().queuedStart.deleteMany();
  });

  async function server(grace?: Grace) {
    const processId = randomUUID();
    const registry = createRunRegistry();
    let now = 1_000_000;
    /** The database's clock has nothing to do with that of the process. */
    let databaseNow = 2_000_000;
    const scheduler = createScheduler({ registry, processId, ...(grace && { grace }) });
    const keeper = createQueueKeeper({ scheduler, now: () => now, databaseNow: async () => databaseNow });
    await renewLease({ id: processId, host: 'here', pid: 1 });
    const stopRuns = async () => {
      const open = registry.open();
      for (const run of open) run.stop('shutdown');
      await Promise.all(open.map((run) => run.settled));
    };
    ends.push(stopRuns);
    return {
      processId,
      scheduler,
      registry,
      look: keeper.look,
      pauseMs: keeper.pauseMs,
      /** Looks again after that time, in steps as of a living process. */
      async later(ms: number) {
        for (let passed = 0; passed < ms; passed += 4_000) {
          now += 4_000;
          await keeper.look();
        }
      },
      /** So much time passes for the database, and none here: as after a look that took no time, or a pause. */
      pass: (ms: number) => {
        databaseNow += ms;
      },
      /** Its process is gone, and so are its runs. */
      async die() {
        setClosing(true);
        await stopRuns();
        setClosing(false);
        await endLease(processId);
      },
    };
  }
  type Server = Awaited<ReturnType<typeof server>>;

  async function compare(plan: (connectionId: string) => ComparisonPlan) {
    const { user } = await newVisitor();
    const connectionId = await connect(user.id);
    const made = plan(connectionId);
    const { id } = await createComparison(user.id, { plan: made });
    const of = { userId: user.id, comparisonId: id };
    return {
      ...of,
      cells: cellsOf(made),
      start: ({ scheduler }: Server, cells: 'all' | 'remaining' = 'all') =>
        startComparison(user.id, id, { idempotencyKey: randomUUID(), cells }, scheduler),
      stop: ({ scheduler }: Server) => stopComparison(user.id, id, { cells: undefined }, scheduler),
      follow: async ({ scheduler }: Server, more: object = {}) =>
        readComparisonStream(await followComparison(user.id, id, { seen: new Map(), scheduler, ...more })),
      quiet: ({ scheduler }: Server) => quietComparison(user.id, id, scheduler),
      counts: () => readQueueCounts(id),
      statuses: async () => {
        const runs = await getDb().run.findMany({ where: { comparisonId: id }, orderBy: { cell: 'asc' } });
        return runs.map(({ cell, status }) => `${cell} ${status}`);
      },
    };
  }

  const columns =
    (count: number, more: object = { background: true }) =>
    (connectionId: string) =>
      columnsPlan(
        Array.from({ length: count }, (_, at) => ({ connectionId, model: 'test-model', prompt: `${at}` })),
        more,
      );
  const sweep = (connectionId: string) =>
    sweepPlan({ connectionId, model: 'test-model' }, { background: true, repeats: 1 });
  /** What was asked for, in the order of coming. */
  const asked = () => upstream().requests.map(({ json }) => JSON.stringify(json));

  it('runs what waits after a restart, and not what ran', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '2' });
    const [before, after] = [await server(), await server()];
    upstream().always(answers.silence());
    const comparison = await compare(columns(5));
    await comparison.start(before);
    await upstream().received(2);
    await before.die();
    expect(await comparison.counts()).toMatchObject({ waiting: 3, total: 5 });
    upstream().always(answers.stream(['text']));
    await after.look();
    await comparison.quiet(after);
    expect(await comparison.statuses()).toEqual([
      'a interrupted',
      'b interrupted',
      'c complete',
      'd complete',
      'e complete',
    ]);
    expect(new Set(asked()).size).toBe(5);
    expect(upstream().requests).toHaveLength(5);
    // What was interrupted is there to be run again.
    await comparison.start(after, 'remaining');
    await comparison.quiet(after);
    expect(upstream().requests).toHaveLength(7);
    expect((await comparison.statuses()).filter((status) => status.endsWith('complete'))).toHaveLength(5);
  });

  it('gives the cells of one queue to several servers, each once', async () => {
    const servers = [await server(), await server(), await server()];
    upstream().always(answers.stream(['text']));
    const comparison = await compare(sweep);
    await comparison.start(servers[0] as Server);
    for (let done = false; !done; done = (await comparison.counts()).waiting === 0) {
      await Promise.all(servers.map(({ look }) => look()));
    }
    await comparison.quiet(servers[0] as Server);
    expect(asked()).toHaveLength(20);
    expect(new Set(asked()).size).toBe(20);
    if (kind === 'sqlite') return;
    const ran = servers.filter(({ registry }) => registry.ids().length > 0);
    expect(ran.length).toBeGreaterThan(1);
  });

  it.runIf(kind === 'postgresql')('runs what is watched where it is watched', async () => {
    const [one, other] = [await server(), await server()];
    upstream().always(answers.silence());
    setEnv({ MAX_OPEN_RUNS_PER_USER: '1' });
    const comparison = await compare(columns(3, {}));
    const page = await comparison.follow(one);
    await comparison.start(one);
    await upstream().received(1);
    await other.look();
    expect(upstream().requests).toHaveLength(1);
    expect(one.registry.openCount()).toBe(1);
    // The page finds its way to the other one.
    await page.leave();
    const again = await comparison.follow(other);
    await again.until(() => again.queue.live.length === 2);
    expect(other.registry.openCount()).toBe(1);
    await comparison.stop(other);
    await one.look();
    await comparison.quiet(other);
    await again.leave();
  });

  it('goes on while a page watches it through another server than the one that it was started on', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '1' });
    let endGrace = () => {};
    const started = await server((onOver) => {
      endGrace = onOver;
      return () => {};
    });
    const watched = await server();
    upstream().always(answers.silence());
    const comparison = await compare(columns(3, {}));
    const page = await comparison.follow(watched);
    await page.until(() => page.queue !== undefined);
    await comparison.start(started);
    await upstream().received(1);
    const watchedBy = async () => (await getDb().comparisonQueue.findFirstOrThrow()).watchedBy;
    expect(await watchedBy()).toBe(started.processId);
    await watched.look();
    await watched.look();
    // On SQLite there are no others, so it only says so every few seconds.
    if (kind === 'postgresql') expect(await watchedBy()).toBe(watched.processId);
    await watched.later(12_000);
    await upstream().received(2);
    await started.later(24_000);
    expect(await watchedBy()).toBe(watched.processId);
    endGrace();
    await started.later(4_000);
    expect(await comparison.counts()).toMatchObject({ waiting: 1, taken: [{ cell: 'a' }, { cell: 'b' }] });
    expect(await getDb().queuedCell.count({ where: { stop: { not: null } } })).toBe(0);
    // That server is gone, and no page has come for long enough.
    await page.leave();
    await watched.die();
    await started.later(4_000);
    endGrace();
    await started.later(4_000);
    expect(await comparison.counts()).toMatchObject({ waiting: 1 });
    await getDb().comparisonQueue.updateMany({ data: { watchedUntil: 0 } });
    endGrace();
    await eventually(async () => (await comparison.counts()).waiting === 0);
    await comparison.quiet(started);
  });

  it('stops what another server runs, when that one looks', async () => {
    const [one, other] = [await server(), await server()];
    upstream().always(answers.silence());
    const comparison = await compare(columns(2));
    await comparison.start(one);
    await upstream().received(2);
    const queue = await comparison.stop(other);
    expect(queue.live).toHaveLength(2);
    expect(one.registry.openCount()).toBe(2);
    await one.look();
    await comparison.quiet(other);
    expect(await comparison.statuses()).toEqual(['a stopped', 'b stopped']);
  });

  it('shows a page what other servers have run, and why they could not run something', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '1' });
    const [one, other] = [await server(), await server()];
    upstream().always(answers.stream(['from there']));
    const comparison = await compare(columns(2));
    const page = await comparison.follow(one, { since: '0' });
    await page.until(() => page.events.length > 0);
    await comparison.start(other);
    await comparison.quiet(other);
    await one.look();
    // It may not have seen the run under way.
    const detail = await comparison.follow(one, { since: '0' });
    await detail.until(() => detail.textOf('a') === 'from there' && detail.textOf('b') === 'from there');
    expect(detail.queue).toMatchObject({ waiting: [], live: [], done: 2, total: 2 });
    await page.leave();
    await detail.leave();
  });

  it('sends the end of a run on another server to a page that saw it begin', async () => {
    const [one, other] = [await server(), await server()];
    let finish = () => {};
    upstream().always((response, request) => {
      finish = () => answers.stream(['to the end'])(response, request);
    });
    const comparison = await compare(columns(1));
    await comparison.start(other);
    await upstream().received(1);
    const page = await comparison.follow(one, { since: '0' });
    await page.until(() => page.queue.live.length === 1);
    finish();
    await comparison.quiet(other);
    await one.scheduler.find(comparison.userId, comparison.comparisonId)?.refresh();
    await page.until(() => page.stateOf('a')?.status === 'complete');
    expect(page.textOf('a')).toBe('to the end');
    expect(page.queue).toMatchObject({ live: [], done: 1, total: 1 });
    await page.leave();
  });

  it('waits for a page after a restart, and is cleared when none comes', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '1' });
    const before = await server();
    upstream().always(answers.silence());
    const comparison = await compare(columns(3, {}));
    await comparison.start(before);
    await upstream().received(1);
    await before.die();
    await getDb().comparisonQueue.updateMany({ data: { watchedUntil: 0 } });
    const after = await server();
    await after.look();
    await after.later(HIDDEN_WATCH_MS - 30_000);
    expect(await comparison.counts()).toMatchObject({ waiting: 2, taken: [] });
    expect(upstream().requests).toHaveLength(1);
    const page = await comparison.follow(after);
    await upstream().received(2);
    await after.later(60_000);
    expect(await comparison.counts()).toMatchObject({ waiting: 1 });
    await page.leave();
    await after.die();
    const last = await server();
    await last.look();
    await getDb().comparisonQueue.updateMany({ data: { watchedUntil: 0 } });
    await last.later(HIDDEN_WATCH_MS - 30_000);
    expect(await comparison.counts()).toMatchObject({ waiting: 1 });
    await last.later(60_000);
    expect(await comparison.counts()).toMatchObject({ waiting: 0, taken: [] });
    expect(upstream().requests).toHaveLength(2);
  });

  it('frees a cell that it has taken and does not know, but not one that it is just taking', async () => {
    const one = await server();
    upstream().always(answers.stream(['text']));
    const comparison = await compare(columns(1));
    await comparison.start(one);
    await comparison.quiet(one);
    expect(asked()).toHaveLength(1);
    const other = await compare(columns(1));
    const idle = await server();
    await startWithoutPump(other, idle);
    const taken = await takeNextCell({
      processId: one.processId,
      runId: randomUUID(),
      attended: [other.comparisonId],
      leftLately: [],
      isFollowedElsewhere: false,
      full: { users: [], addresses: [], guestAddresses: [], guests: false },
    });
    expect(taken).not.toBeNull();
    // However often it looks, and however much time passes for this process.
    for (let looks = 0; looks < 5; looks += 1) await one.look();
    await one.later(60_000);
    one.pass(4_999);
    await one.look();
    expect((await other.counts()).taken).toHaveLength(1);
    expect(asked()).toHaveLength(1);
    one.pass(1);
    await one.look();
    expect(await other.counts()).toMatchObject({ waiting: 1, taken: [] });
    await one.look();
    await other.quiet(one);
    expect(asked()).toHaveLength(2);
  });

  it('a cell that became known meanwhile is a new suspect when it is unknown again', async () => {
    const one = await server();
    const comparison = await compare(columns(1));
    await startWithoutPump(comparison, one);
    const taken = await takeNextCell({
      processId: one.processId,
      runId: randomUUID(),
      attended: [],
      leftLately: [],
      isFollowedElsewhere: false,
      full: { users: [], addresses: [], guestAddresses: [], guests: false },
    });
    if (taken === null) throw new Error('nothing taken');
    await one.look();
    one.pass(10_000);
    const active = one.scheduler.open(comparison.userId, comparison.comparisonId);
    const known = active.begin(taken);
    await one.look();
    active.putBack(known);
    await one.look();
    expect((await comparison.counts()).taken).toHaveLength(1);
    one.pass(5_000);
    await one.look();
    expect(await comparison.counts()).toMatchObject({ waiting: 1, taken: [] });
  });

  it('the clock that suspects are judged by is the database’s', async () => {
    const [before, after] = [await readDatabaseNow(), await readDatabaseNow()];
    expect(after).toBeGreaterThanOrEqual(before);
    const process = await server();
    const row = await getDb().serverProcess.findUniqueOrThrow({ where: { id: process.processId } });
    expect(Number(row.seenAt)).toBeGreaterThanOrEqual(after);
    expect(await readDatabaseNow()).toBeGreaterThanOrEqual(Number(row.seenAt));
  });

  /** Queues its cells while the process takes none. */
  async function startWithoutPump(comparison: Awaited<ReturnType<typeof compare>>, at: Server) {
    const { scheduler } = at;
    const still = { ...scheduler, pump: async () => {} };
    await comparison.start({ ...at, scheduler: still });
  }

  it('takes nothing while it closes, and leaves what waits to others', async () => {
    const [one, other] = [await server(), await server()];
    upstream().always(answers.stream(['text']));
    const comparison = await compare(columns(3));
    await startWithoutPump(comparison, one);
    setClosing(true);
    await one.look();
    expect(await comparison.counts()).toMatchObject({ waiting: 3, taken: [] });
    setClosing(false);
    await other.look();
    await comparison.quiet(other);
    expect(asked()).toHaveLength(3);
  });

  it('starts nothing of a comparison that was deleted on another server', async () => {
    const [one, other] = [await server(), await server()];
    setEnv({ MAX_OPEN_RUNS_PER_USER: '1' });
    upstream().always(answers.silence());
    const comparison = await compare(columns(3));
    await comparison.start(one);
    await upstream().received(1);
    await deleteComparison(comparison.userId, comparison.comparisonId, { links: 'keep' }, other.scheduler);
    await one.look();
    await eventually(() => one.registry.openCount() === 0);
    await one.look();
    expect(upstream().requests).toHaveLength(1);
    expect(await comparison.counts()).toMatchObject({ waiting: 0, taken: [] });
  });

  it('puts a cell back when its slot was taken meanwhile, and tries again', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '1' });
    const one = await server();
    const comparison = await compare(columns(1));
    upstream().always(answers.silence());
    await startWithoutPump(comparison, one);
    // The slot is free when the cell is taken, and no more when its plan has been read.
    const starts = getDb().queuedStart;
    const read = starts.findUnique.bind(starts);
    const own = runBody({}, { background: true });
    let other: ReturnType<typeof startRun> | null = null;
    const spy = vi.spyOn(starts, 'findUnique').mockImplementationOnce(((query: never) => {
      other = startRun({ ...own, userId: comparison.userId }, { registry: one.registry });
      return read(query);
    }) as never);
    await one.scheduler.pump();
    expect(spy).toHaveBeenCalled();
    spy.mockRestore();
    await eventually(async () => (await comparison.counts()).waiting === 1);
    expect(asked()).toEqual([]);
    await (other as ReturnType<typeof startRun> | null);
    for (const run of one.registry.open()) run.stop('stop');
    await upstream().received(1);
    await comparison.stop(one);
    await comparison.quiet(one);
    expect(asked()).toHaveLength(1);
  });

  it('takes the next cell when a slot gets free while it is looking for one', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '1' });
    const one = await server();
    const comparison = await compare(columns(2));
    upstream().always(answers.silence());
    await comparison.start(one);
    await upstream().received(1);
    // It asks for cells of users that have a slot; there is none until after the answer.
    const db = getDb();
    const ask = db.$queryRaw.bind(db);
    const spy = vi.spyOn(db, '$queryRaw').mockImplementationOnce((async (query: never) => {
      const answer = await ask(query);
      for (const run of one.registry.open()) run.stop('stop');
      await eventually(() => one.registry.openCount() === 0);
      return answer;
    }) as never);
    await one.scheduler.pump();
    expect(spy).toHaveBeenCalled();
    spy.mockRestore();
    // Without another look.
    await upstream().received(2);
    await comparison.stop(one);
    await comparison.quiet(one);
  });

  it('looks more often while there is something to do', async () => {
    const one = await server();
    await one.look();
    const idle = one.pauseMs();
    const comparison = await compare(columns(1));
    upstream().always(answers.silence());
    await comparison.start(one);
    await one.look();
    expect(one.pauseMs()).toBeLessThan(idle);
    await comparison.stop(one);
    await comparison.quiet(one);
    await one.look();
    expect(one.pauseMs()).toBe(idle);
  });
});

import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import type { StartComparison } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellsOf, variantsOf } from '@/lib/compare/model/plan-cells';
import { deleteConnection } from '@/lib/connections/server/manage-connections';
import { transportFor } from '@/lib/connections/server/upstream/transport-for';
import { asCaller, currentCaller } from '@/lib/platform/server/http/caller';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { isRecord } from '@/lib/protocol/response/wire-json';
import { createRunRegistry } from '@/lib/runs/server/registry';
import { startRun } from '@/lib/runs/server/start-run';
import type { Grace } from '@/lib/runs/server/unwatched';
import { newVisitor } from '@/lib/testing/call-route';
import { columnsPlan, quietComparison, readComparisonStream, sweepPlan } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, runBody } from '@/lib/testing/runs';
import { answers } from '@/lib/testing/upstream-answers';
import { type Answer, chunk, DONE } from '@/lib/testing/upstream-wire';
import { createComparison, updateComparison } from './change-comparison';
import { followComparison } from './follow-comparison';
import { readComparison } from './read-comparison';
import { type ComparisonScheduler, createScheduler, type SchedulerOptions } from './scheduler';
import { startComparison, stopComparison } from './start-comparison';

/** An upstream that answers when the test says so, and counts how many it holds. */
function heldAnswers() {
  const held: { readonly body: Record<string, unknown>; finish(): void }[] = [];
  let open = 0;
  let max = 0;
  const answer: Answer = (response, request) => {
    open += 1;
    max = Math.max(max, open);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(chunk('text'));
    const body = isRecord(request.json) ? request.json : {};
    const entry = {
      body,
      finish: () => {
        if (!held.includes(entry)) return;
        held.splice(held.indexOf(entry), 1);
        open -= 1;
        response.end(chunk('', { finishReason: 'stop' }) + DONE);
      },
    };
    held.push(entry);
    response.on('close', () => {
      if (!held.includes(entry)) return;
      held.splice(held.indexOf(entry), 1);
      open -= 1;
    });
  };
  return {
    answer,
    held,
    get max() {
      return max;
    },
    /** Waits until exactly so many are held. */
    holds: (count: number) => eventually(() => held.length === count, `${count} held answers`),
  };
}

/** A grace time that is over when the test says so. */
function manualGrace() {
  const waiting = new Set<() => void>();
  const grace: Grace = (onOver) => {
    waiting.add(onOver);
    return () => waiting.delete(onOver);
  };
  return {
    grace,
    isWaiting: () => waiting.size > 0,
    runOut: () => {
      for (const onOver of [...waiting]) onOver();
    },
  };
}

const withPrompt = (plan: ComparisonPlan, prompt: string): ComparisonPlan => ({
  ...plan,
  base: { ...plan.base, prompt },
});
const withOwnPrompt = (plan: ComparisonPlan, cell: string, prompt: string): ComparisonPlan => {
  const variants = variantsOf(plan).map((column) => (column.id === cell ? { ...column, prompt } : column));
  return { ...plan, axes: [{ kind: 'variants', variants }] };
};

describeRuns('the scheduler of comparisons', ({ upstream, connect, setEnv }) => {
  const clear: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const drop of clear.splice(0)) await drop();
  });

  async function someone(options: SchedulerOptions = {}, scheduler = createScheduler(options)) {
    const { user } = await newVisitor();
    const connectionId = await connect(user.id, 'sk-test');
    clear.push(() => scheduler.dropUser(user.id));
    return { userId: user.id, connectionId, scheduler };
  }

  async function compare(
    { userId, scheduler }: { userId: string; scheduler: ComparisonScheduler },
    plan: ComparisonPlan,
  ) {
    const { id, updatedAt } = await createComparison(userId, { plan });
    return {
      id,
      updatedAt,
      start: (cells: StartComparison['cells'] = 'all', idempotencyKey: string = randomUUID()) =>
        startComparison(userId, id, { idempotencyKey, cells }, scheduler),
      stop: (cells?: string[]) => stopComparison(userId, id, { cells }, scheduler),
      follow: async () =>
        readComparisonStream(await followComparison(userId, id, { seen: new Map(), scheduler })),
      read: () => readComparison(userId, id, scheduler),
      queue: () => scheduler.queue({ userId, comparisonId: id }),
      quiet: () => quietComparison(userId, id, scheduler),
    };
  }

  const columns = (connectionId: string, count: number) =>
    columnsPlan(Array.from({ length: count }, () => ({ connectionId, model: 'test-model' })));
  const seededSweep = (connectionId: string) =>
    sweepPlan({
      connectionId,
      model: 'test-model',
      settings: { values: { seed: 10, stream: true }, sent: ['seed', 'stream'] },
    });

  it('runs 60 cells, never more than 8 at once, with one of them refused by the upstream', async () => {
    const me = await someone();
    const upstreams = heldAnswers();
    const isRefused = (body: unknown) =>
      isRecord(body) && body.temperature === 0.6 && body.top_p === 0.5 && body.seed === 11;
    upstream().always((response, request) =>
      isRefused(request.json)
        ? answers.error(401, 'Bad key.')(response, request)
        : upstreams.answer(response, request),
    );
    const sweep = await compare(me, seededSweep(me.connectionId));
    const stream = await sweep.follow();
    const started = await sweep.start();
    expect(started.waiting).toHaveLength(60);
    expect(started.total).toBe(60);
    const cells = cellsOf(seededSweep(me.connectionId));
    expect(started.waiting).toEqual(cells);
    for (let finished = 0; finished < 59; finished += 1) {
      await upstreams.holds(Math.min(8, 59 - finished));
      upstreams.held[0]?.finish();
    }
    await stream.untilDone(60);
    expect(upstreams.max).toBe(8);
    expect(upstream().requests).toHaveLength(60);
    // Progress was sent, one after the other.
    const dones = stream.events.flatMap((event) => ('done' in event ? [event.done] : []));
    expect(dones).toEqual([...dones].sort((a, b) => a - b));
    expect(new Set(dones).size).toBeGreaterThan(50);
    for (const cell of cells) {
      const expected = cell === 'r2c1k1' ? 'failed' : 'complete';
      expect(stream.stateOf(cell)?.status, cell).toBe(expected);
    }
    // Each cell ran exactly what the plan says.
    const requested = upstream().requests.map(({ json }) => {
      const { temperature, top_p, seed } = json as Record<string, number>;
      return `${temperature} ${top_p} ${seed}`;
    });
    const planned = [0, 0.3, 0.6, 0.9, 1.2].flatMap((t) =>
      [0.25, 0.5, 0.75, 1].flatMap((p) => [10, 11, 12].map((s) => `${t} ${p} ${s}`)),
    );
    expect([...requested].sort()).toEqual([...planned].sort());
    const detail = await sweep.read();
    if (detail.kind !== 'sweep') throw new Error('no sweep');
    expect(detail.cells.map(({ cell }) => cell)).toEqual(cells);
    for (const { cell, run, isUpToDate } of detail.cells) {
      expect(isUpToDate).toBe(true);
      if (cell === 'r2c1k1') {
        expect(run).toMatchObject({ status: 'failed', error: { kind: 'authentication', rawBody: null } });
      } else {
        expect(run).toMatchObject({
          status: 'complete',
          choices: [{ text: 'text' }],
        });
      }
    }
    await stream.leave();
  });

  it('waits for room that other runs of the user take, and takes it when they end', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '3' });
    const me = await someone();
    const upstreams = heldAnswers();
    upstream().always(upstreams.answer);
    const other = await startRun({
      ...runBody(
        { model: 'test-model', prompt: 'other' },
        { connectionId: me.connectionId, background: true },
      ),
      userId: me.userId,
    });
    await upstreams.holds(1);
    const comparison = await compare(me, columns(me.connectionId, 5));
    expect((await comparison.start()).waiting).toEqual(['a', 'b', 'c', 'd', 'e']);
    await upstreams.holds(3);
    expect((await comparison.queue()).waiting).toEqual(['c', 'd', 'e']);
    upstreams.held.find(({ body }) => body.prompt === 'other')?.finish();
    if (other.kind === 'live') await other.run.settled;
    await upstreams.holds(3);
    expect((await comparison.queue()).waiting).toEqual(['d', 'e']);
    while (upstreams.held.length > 0 || (await comparison.queue()).done < 5) {
      upstreams.held[0]?.finish();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(upstreams.max).toBe(3);
    expect(await comparison.queue()).toMatchObject({ waiting: [], live: [], done: 5, total: 5 });
  });

  it('leaves room for one run outside of it, and no more', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '2' });
    const me = await someone();
    const upstreams = heldAnswers();
    upstream().always(upstreams.answer);
    const comparison = await compare(me, columns(me.connectionId, 4));
    await comparison.start();
    await upstreams.holds(2);
    const startAll = () =>
      startRun({
        ...runBody(
          { model: 'test-model', prompt: 'own' },
          { connectionId: me.connectionId, background: true },
        ),
        userId: me.userId,
      });
    const own = await startAll();
    await upstreams.holds(3);
    await expect(startAll()).rejects.toMatchObject({ code: 'too_many_runs' });
    expect((await comparison.queue()).waiting).toEqual(['c', 'd']);
    upstreams.held.find(({ body }) => body.prompt === 'own')?.finish();
    if (own.kind === 'live') await own.run.settled;
    // The slot was one beyond, so no cell takes it.
    expect((await comparison.queue()).waiting).toEqual(['c', 'd']);
    await comparison.stop();
    await comparison.quiet();
  });

  it('lets users, and the comparisons of a user, take turns', async () => {
    setEnv({ MAX_OPEN_RUNS: '1', MAX_OPEN_RUNS_PER_USER: '1' });
    const scheduler = createScheduler();
    const [ann, bob] = [await someone({}, scheduler), await someone({}, scheduler)];
    const upstreams = heldAnswers();
    upstream().always(upstreams.answer);
    const plan = (of: { connectionId: string }, prompt: string) =>
      withPrompt(columns(of.connectionId, 3), prompt);
    const first = await compare(ann, plan(ann, 'ann 1'));
    const second = await compare(ann, plan(ann, 'ann 2'));
    const third = await compare(bob, plan(bob, 'bob'));
    await first.start();
    await second.start();
    await third.start();
    const order: unknown[] = [];
    for (let turn = 0; turn < 9; turn += 1) {
      await upstreams.holds(1);
      order.push(upstreams.held[0]?.body.prompt);
      upstreams.held[0]?.finish();
    }
    await Promise.all([first.quiet(), second.quiet(), third.quiet()]);
    // Which of Ann's is next was found before or after her second one came; from then on nobody waits for two in a row.
    const turns = ['ann 1', 'bob', 'ann 2', 'bob', 'ann 1', 'bob', 'ann 2', 'ann 2'];
    const bySecond = ['ann 2', 'bob', 'ann 1', 'bob', 'ann 2', 'bob', 'ann 1', 'ann 2'];
    expect([turns, bySecond]).toContainEqual(order.slice(1));
    expect(order[0]).toBe('ann 1');
  });

  it('stops one cell that waits, one that is live, then all', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '2' });
    const me = await someone();
    const upstreams = heldAnswers();
    upstream().always(upstreams.answer);
    const comparison = await compare(me, columns(me.connectionId, 6));
    const stream = await comparison.follow();
    await comparison.start();
    await stream.until(() => stream.textOf('a') === 'text' && stream.textOf('b') === 'text');
    expect((await comparison.stop(['d'])).waiting).toEqual(['c', 'e', 'f']);
    await comparison.stop(['a']);
    await stream.until(() => stream.stateOf('a')?.status === 'stopped' && stream.textOf('c') === 'text');
    expect((await comparison.queue()).waiting).toEqual(['e', 'f']);
    expect((await comparison.stop()).waiting).toEqual([]);
    await stream.until(() => stream.queue.live.length === 0 && stream.queue.waiting.length === 0);
    expect(stream.queue).toMatchObject({ done: 3, total: 3 });
    await upstreams.holds(0);
    const detail = await comparison.read();
    expect(detail.cells.map(({ run }) => run?.status ?? null)).toEqual([
      'stopped',
      'stopped',
      'stopped',
      null,
      null,
      null,
    ]);
    expect(upstream().requests).toHaveLength(3);
    await stream.leave();
  });

  it('is one start, however often the same press comes', async () => {
    const me = await someone();
    const comparison = await compare(me, columns(me.connectionId, 3));
    const key = randomUUID();
    await Promise.all([comparison.start('all', key), comparison.start('all', key)]);
    await comparison.quiet();
    expect((await comparison.start('all', key)).total).toBe(3);
    await comparison.quiet();
    expect(upstream().requests).toHaveLength(3);
    await expect(comparison.start(['a'], key)).rejects.toMatchObject({ code: 'idempotency_mismatch' });
    await comparison.start('all');
    await comparison.quiet();
    expect(upstream().requests).toHaveLength(6);
  });

  it('leaves what is under way alone, unless the plan says something else now', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '2' });
    const me = await someone();
    const upstreams = heldAnswers();
    upstream().always(upstreams.answer);
    const plan = columns(me.connectionId, 3);
    const comparison = await compare(me, plan);
    await comparison.start();
    await upstreams.holds(2);
    await comparison.start('all');
    expect(await comparison.queue()).toMatchObject({ waiting: ['c'], total: 3 });
    expect(upstream().requests).toHaveLength(2);
    const changed = withOwnPrompt(plan, 'a', 'Another');
    await updateComparison(me.userId, comparison.id, { updatedAt: comparison.updatedAt, plan: changed });
    await comparison.start('all');
    await eventually(
      () => upstreams.held.some(({ body }) => body.prompt === 'Another') || upstreams.held.length === 2,
    );
    for (let queue = await comparison.queue(); queue.done < queue.total; queue = await comparison.queue()) {
      upstreams.held[0]?.finish();
    }
    const prompts = upstream().requests.map(({ json }) => (json as { prompt: string }).prompt);
    expect(prompts.filter((prompt) => prompt === 'Another')).toHaveLength(1);
    expect(prompts).toHaveLength(4);
    const detail = await comparison.read();
    expect(detail.cells.map(({ run, isUpToDate }) => [run?.status, isUpToDate])).toEqual([
      ['complete', true],
      ['complete', true],
      ['complete', true],
    ]);
  });

  it('runs the rest: what is missing, has failed, or answers another question', async () => {
    const me = await someone();
    const plan = columns(me.connectionId, 4);
    const comparison = await compare(me, plan);
    upstream().enqueue(answers.error(500, 'No.'));
    await comparison.start(['a']);
    await comparison.quiet();
    await comparison.start(['b', 'c']);
    await comparison.quiet();
    const edited = withOwnPrompt(plan, 'c', 'Another');
    await updateComparison(me.userId, comparison.id, { updatedAt: comparison.updatedAt, plan: edited });
    expect((await comparison.read()).cells.map(({ isUpToDate }) => isUpToDate)).toEqual([
      true,
      true,
      false,
      null,
    ]);
    expect((await comparison.start('remaining')).waiting).toEqual(['a', 'c', 'd']);
    await comparison.quiet();
    expect((await comparison.start('remaining')).waiting).toEqual([]);
    expect(upstream().requests).toHaveLength(6);
  });

  it('leaves out of the rest what another server is running, unless the question has changed', async () => {
    const me = await someone();
    const plan = columns(me.connectionId, 2);
    const comparison = await compare(me, plan);
    const upstreams = heldAnswers();
    upstream().always(upstreams.answer);
    await comparison.start(['a']);
    await upstreams.holds(1);
    // It has the same rows and knows nothing of what the first one holds.
    const elsewhere = createScheduler({ registry: createRunRegistry() });
    clear.push(() => elsewhere.dropUser(me.userId));
    const restThere = async () => {
      const rest = { idempotencyKey: randomUUID(), cells: 'remaining' } as const;
      return (await startComparison(me.userId, comparison.id, rest, elsewhere)).waiting;
    };
    expect(await restThere()).toEqual(['b']);
    await upstreams.holds(2);
    const changed = withPrompt(plan, 'Another question');
    await updateComparison(me.userId, comparison.id, { updatedAt: comparison.updatedAt, plan: changed });
    expect(await restThere()).toEqual(expect.arrayContaining(['a', 'b']));
    const quiet = () => [...upstreams.held].map(({ finish }) => finish()).length === 0;
    await eventually(
      () => quiet() && elsewhere.registry.openCount() + me.scheduler.registry.openCount() === 0,
    );
  });

  it('runs a cell for the request that queued it, not for the one that made room', async () => {
    setEnv({ MAX_OPEN_RUNS: '1', MAX_OPEN_RUNS_PER_USER: '1' });
    const seen: (readonly [string, string | undefined])[] = [];
    const scheduler = createScheduler({
      transportFor: (target) => {
        seen.push([target.id, currentCaller()?.requestId]);
        return transportFor(target);
      },
    });
    const [one, two] = [await someone({}, scheduler), await someone({}, scheduler)];
    const comparisons = [one, two].map(async (me, at) => {
      const comparison = await compare(me, columns(me.connectionId, 3));
      await asCaller(new Request('http://localhost/'), `req_${at}`, () => comparison.start());
      return comparison;
    });
    for (const comparison of await Promise.all(comparisons)) await comparison.quiet();
    const of = (me: typeof one) => seen.filter(([id]) => id === me.connectionId).map(([, id]) => id);
    expect(of(one)).toEqual(['req_0', 'req_0', 'req_0']);
    expect(of(two)).toEqual(['req_1', 'req_1', 'req_1']);
  });

  it('refuses a cell by itself: not valid, or without its connection', async () => {
    const me = await someone();
    const gone = await connect((await newVisitor()).user.id);
    const plan = columnsPlan([
      { connectionId: me.connectionId, model: 'test-model' },
      { connectionId: me.connectionId, model: '' },
      { connectionId: gone, model: 'test-model' },
    ]);
    const comparison = await compare(me, plan);
    await comparison.start();
    await comparison.quiet();
    const { queue, cells } = await comparison.read();
    expect(queue.refused).toEqual([
      { cell: 'b', code: 'invalid_request', message: 'Choose a model.', param: 'model' },
      {
        cell: 'c',
        code: 'not_found',
        message: 'The connection no longer exists.',
        param: 'connectionId',
      },
    ]);
    expect(cells.map(({ run }) => run?.status ?? null)).toEqual(['complete', null, null]);
    await expect(comparison.start(['z'])).rejects.toMatchObject({ code: 'invalid_request', param: 'cells' });
    await deleteConnection(me.userId, me.connectionId);
    await comparison.start(['a', 'b']);
    await comparison.quiet();
    const refused = (await comparison.queue()).refused.map(({ cell }) => cell);
    expect([...refused].sort()).toEqual(['a', 'b', 'c']);
  });

  it('counts cells that are refused for the limit of starts', async () => {
    const me = await someone();
    const column = { connectionId: me.connectionId, model: '' };
    const comparison = await compare(me, columnsPlan(Array.from({ length: 8 }, () => column)));
    await limit('cellsByUser').take(me.userId, 15_000 - 750);
    const starts = Math.floor(750 / 8);
    await Promise.all(Array.from({ length: starts }, () => comparison.start()));
    await expect(comparison.start()).rejects.toMatchObject({ code: 'rate_limited' });
    expect((await comparison.queue()).refused).toHaveLength(8);
  });

  it('clears the queue and stops what is live when nobody watches any more', async () => {
    setEnv({ MAX_OPEN_RUNS_PER_USER: '2' });
    const { grace, runOut, isWaiting } = manualGrace();
    const me = await someone({ grace });
    const upstreams = heldAnswers();
    upstream().always(upstreams.answer);
    const comparison = await compare(me, columns(me.connectionId, 4));
    const stream = await comparison.follow();
    await comparison.start();
    await stream.until(() => stream.textOf('a') === 'text' && stream.textOf('b') === 'text');
    expect(isWaiting()).toBe(false);
    await stream.leave();
    expect(isWaiting()).toBe(true);
    const back = await comparison.follow();
    expect(isWaiting()).toBe(false);
    await back.leave();
    runOut();
    await comparison.quiet();
    await upstreams.holds(0);
    const detail = await comparison.read();
    expect(detail.cells.map(({ run }) => run?.status ?? null)).toEqual(['stopped', 'stopped', null, null]);
    expect(detail.cells[0]?.run).toMatchObject({ state: { choices: [{ text: 'text' }] } });
    expect(upstream().requests).toHaveLength(2);
    expect(isWaiting()).toBe(false);
  });

  it('stops what nobody ever looked at', async () => {
    const { grace, runOut } = manualGrace();
    const me = await someone({ grace });
    upstream().always(answers.silence());
    const comparison = await compare(me, columns(me.connectionId, 1));
    await comparison.start();
    await upstream().received(1);
    runOut();
    await comparison.quiet();
    expect((await comparison.read()).cells[0]?.run?.status).toBe('stopped');
  });

  it('goes on in the background, until that is switched off', async () => {
    const { grace, runOut, isWaiting } = manualGrace();
    const me = await someone({ grace });
    const upstreams = heldAnswers();
    upstream().always(upstreams.answer);
    const plan = { ...columns(me.connectionId, 2), background: true };
    const comparison = await compare(me, plan);
    await comparison.start();
    await upstreams.holds(2);
    expect(isWaiting()).toBe(false);
    upstreams.held[0]?.finish();
    await eventually(async () => (await comparison.queue()).done === 1);
    const edit = { updatedAt: comparison.updatedAt, plan: { ...plan, background: false } };
    await updateComparison(me.userId, comparison.id, edit, 'person', me.scheduler);
    expect(isWaiting()).toBe(true);
    runOut();
    await comparison.quiet();
    const statuses = (await comparison.read()).cells.map(({ run }) => run?.status);
    expect([...statuses].sort()).toEqual(['complete', 'stopped']);
  });

  it('forgets what is quiet after a while, and not what somebody watches', async () => {
    const me = await someone({ forgetMs: 1 });
    const comparison = await compare(me, columns(me.connectionId, 1));
    const stream = await comparison.follow();
    await comparison.start();
    await stream.untilDone(1);
    expect(me.scheduler.find(me.userId, comparison.id)).not.toBeNull();
    await stream.leave();
    await eventually(() => me.scheduler.find(me.userId, comparison.id) === null);
  });
});

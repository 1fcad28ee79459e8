import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { planOfVariants, variantsOf } from '@/lib/compare/model/plan-cells';
import { updateConnection } from '@/lib/connections/server/manage-connections';
import { getDb } from '@/lib/platform/db/client';
import { isRecord } from '@/lib/protocol/response/wire-json';
import type { Grace } from '@/lib/runs/server/unwatched';
import { newVisitor } from '@/lib/testing/call-route';
import { columnsPlan, quietComparison, readComparisonStream } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually } from '@/lib/testing/runs';
import { answers } from '@/lib/testing/upstream-answers';
import { type Answer, chunk, DONE, SSE_HEADERS } from '@/lib/testing/upstream-wire';
import { createComparison } from './change-comparison';
import { followComparison } from './follow-comparison';
import { readComparison } from './read-comparison';
import { type ComparisonScheduler, createScheduler, type SchedulerOptions } from './scheduler';
import { pauseComparison, startComparison, stopComparison } from './start-comparison';

const tooMany = (headers: Record<string, string> = {}) =>
  answers.error(429, 'Too many requests.', { headers, code: 'rate_limit_exceeded' });
const fine = answers.stream(['text']);

/** Answers when the test says so. */
function held() {
  const open = new Set<() => void>();
  let max = 0;
  const answer: Answer = (response) => {
    response.writeHead(200, SSE_HEADERS);
    response.write(chunk('text'));
    const finish = () => {
      open.delete(finish);
      response.end(chunk('', { finishReason: 'stop' }) + DONE);
    };
    open.add(finish);
    max = Math.max(max, open.size);
    response.on('close', () => open.delete(finish));
  };
  return {
    answer,
    open,
    get max() {
      return max;
    },
    holds: (count: number) => eventually(() => open.size === count, `${count} held answers`),
  };
}

describeRuns('the pace of the queue', ({ upstream, connect }) => {
  const clear: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const drop of clear.splice(0)) await drop();
  });

  async function someone(options: SchedulerOptions = {}, scheduler = createScheduler(options)) {
    const { user } = await newVisitor();
    clear.push(() => scheduler.dropUser(user.id));
    return { userId: user.id, connectionId: await connect(user.id, 'sk-test'), scheduler };
  }

  async function compare(
    { userId, scheduler }: { userId: string; scheduler: ComparisonScheduler },
    plan: ComparisonPlan,
  ) {
    const { id } = await createComparison(userId, { plan });
    const queue = () => scheduler.queue({ userId, comparisonId: id });
    return {
      id,
      start: () => startComparison(userId, id, { idempotencyKey: randomUUID(), cells: 'all' }, scheduler),
      stop: () => stopComparison(userId, id, {}, scheduler),
      pause: (paused: boolean) => pauseComparison(userId, id, { paused }, scheduler),
      follow: async () =>
        readComparisonStream(await followComparison(userId, id, { seen: new Map(), scheduler })),
      read: () => readComparison(userId, id, scheduler),
      queue,
      quiet: () => quietComparison(userId, id, scheduler),
      /** As a server does once a second, until nothing waits or runs. */
      runToTheEnd: () =>
        eventually(async () => {
          await scheduler.pump();
          const { waiting, live } = await queue();
          return waiting.length + live.length === 0;
        }, 'the end of the comparison'),
      runs: () => getDb().run.findMany({ where: { comparisonId: id }, orderBy: { cell: 'asc' } }),
    };
  }

  const columns = (connectionIds: readonly string[], more: Partial<ComparisonPlan> = {}) =>
    columnsPlan(
      connectionIds.map((connectionId, at) => ({ connectionId, model: `m${at}` })),
      more as object,
    );
  /** Its connection may be called again. */
  const wake = () => getDb().connectionPace.updateMany({ data: { resumesAt: 0 } });
  const models = () => upstream().requests.map(({ json }) => (isRecord(json) ? json.model : null));

  it('every second call refused: every cell is run once, and no refusal is left in the history', async () => {
    const me = await someone();
    let calls = 0;
    let refused = 0;
    upstream().always((response, request) => {
      calls += 1;
      const isRefused = calls % 2 === 0;
      if (isRefused) refused += 1;
      return (isRefused ? tooMany({ 'retry-after-ms': '1' }) : fine)(response, request);
    });
    const comparison = await compare(me, columns(Array(8).fill(me.connectionId), { background: true }));
    const stream = await comparison.follow();
    await comparison.start();
    await comparison.runToTheEnd();
    await stream.untilDone(8);
    const runs = await comparison.runs();
    expect(runs.map(({ status }) => status)).toEqual(Array(8).fill('complete'));
    expect(refused).toBeGreaterThan(0);
    expect(calls).toBe(8 + refused);
    // Each says how often it was tried.
    const detail = await comparison.read();
    if (detail.kind !== 'columns') throw new Error('no columns');
    const attempts = detail.cells.map(({ run }) => run?.state.attempts ?? []);
    expect(attempts.flat()).toHaveLength(refused);
    for (const { error } of attempts.flat()) expect(error).toMatchObject({ status: 429, kind: 'rate_limit' });
    for (const some of attempts)
      expect(some.map(({ number }) => number)).toEqual(some.map((_, at) => at + 1));
    // Pages let go of the runs that were refused, and show the others.
    const gone = stream.events.flatMap((event) => (event.type === 'run-gone' ? [event.runId] : []));
    expect(new Set(gone).size).toBe(refused);
    expect(gone.filter((id) => runs.some((run) => run.id === id))).toEqual([]);
    for (const { cell } of detail.cells) expect(stream.textOf(cell), cell).toBe('text');
    expect(stream.events.some((event) => 'slowed' in event && event.slowed !== undefined)).toBe(true);
    await stream.leave();
  });

  it('waits as long as the server says, and others go on meanwhile', async () => {
    const me = await someone();
    const other = await someone({}, me.scheduler);
    upstream().always((response, request) =>
      (request.body.includes('"theirs"') ? fine : tooMany({ 'retry-after': '30' }))(response, request),
    );
    const mine = await compare(me, columns([me.connectionId, me.connectionId], { background: true }));
    await mine.start();
    await eventually(async () => (await mine.queue()).live.length === 0 && upstream().requests.length === 2);
    await eventually(async () => (await mine.queue()).slowed !== undefined);
    const queue = await mine.queue();
    expect(queue).toMatchObject({ waiting: ['a', 'b'], live: [], done: 0, total: 2 });
    expect(queue.slowed?.nextTryMs).toBeGreaterThan(15_000);
    expect(queue.slowed?.nextTryMs).toBeLessThanOrEqual(30_000);
    await me.scheduler.pump();
    const theirs = await compare(other, columnsPlan([{ connectionId: other.connectionId, model: 'theirs' }]));
    await theirs.start();
    await theirs.quiet();
    expect((await theirs.runs()).map(({ status }) => status)).toEqual(['complete']);
    expect((await theirs.queue()).slowed).toBeUndefined();
    // Nobody called again for these.
    expect(models().filter((model) => model === 'm0' || model === 'm1')).toHaveLength(2);
    expect(await mine.runs()).toEqual([]);
    upstream().always(fine);
    await wake();
    await mine.runToTheEnd();
    expect((await mine.runs()).map(({ status }) => status)).toEqual(['complete', 'complete']);
  });

  it('cells of the same comparison on other connections go on', async () => {
    const me = await someone();
    upstream().always(tooMany({ 'retry-after': '30' }));
    const { connectionId } = me;
    const comparison = await compare(
      me,
      columnsPlan([{ connectionId, model: 'm' }, {}, { connectionId, model: 'm' }]),
    );
    await comparison.start();
    await eventually(async () => {
      const { waiting, live } = await comparison.queue();
      return live.length === 0 && waiting.join() === 'a,c';
    });
    expect((await comparison.runs()).map(({ cell, status }) => [cell, status])).toEqual([['b', 'complete']]);
  });

  it('fails with what the server said once it was tried often enough', async () => {
    const me = await someone();
    upstream().always(tooMany({ 'retry-after-ms': '1' }));
    const comparison = await compare(me, columns([me.connectionId], { background: true }));
    await comparison.start();
    await comparison.runToTheEnd();
    const detail = await comparison.read();
    if (detail.kind !== 'columns') throw new Error('no columns');
    const state = detail.cells[0]?.run?.state;
    expect(state).toMatchObject({ status: 'failed', error: { status: 429, message: 'Too many requests.' } });
    expect(state?.attempts).toHaveLength(12);
    expect(upstream().requests).toHaveLength(13);
    expect(await comparison.runs()).toHaveLength(1);
  });

  it('fails at once where the server wants to be left alone for longer than ten minutes', async () => {
    const me = await someone();
    upstream().always(tooMany({ 'retry-after': '3600' }));
    const comparison = await compare(me, columns(Array(8).fill(me.connectionId), { background: true }));
    await comparison.start();
    await comparison.runToTheEnd();
    expect((await comparison.runs()).map(({ status }) => status)).toEqual(Array(8).fill('failed'));
    expect(upstream().requests).toHaveLength(8);
  });

  it('only where the refusal is about the number of calls, and after the retries that a person has set', async () => {
    const me = await someone();
    const backoff = { initialInterval: 1, maxInterval: 1, exponent: 1, maxElapsedTime: 5_000 };
    const retries = { strategy: 'backoff' as const, backoff, retryConnectionErrors: false };
    const plan = columns([me.connectionId, me.connectionId, me.connectionId]);
    const [a, b, c] = variantsOf(plan);
    if (!a || !b || !c) throw new Error('no columns');
    const withRetries = { ...c, settings: { values: { retries }, sent: ['retries' as const] } };
    const times = new Map<unknown, number>();
    upstream().always((response, request) => {
      const model = isRecord(request.json) ? request.json.model : null;
      const time = (times.get(model) ?? 0) + 1;
      times.set(model, time);
      const byModel: Record<string, Answer> = {
        m0: answers.error(503, 'Down.'),
        m1: time < 2 ? answers.error(503, 'Busy.', { headers: { 'retry-after': '1' } }) : fine,
        // Nothing is put back for it.
        m2: time < 3 ? tooMany() : fine,
      };
      return byModel[String(model)]?.(response, request);
    });
    const comparison = await compare(
      me,
      planOfVariants(plan.base, [a, b, withRetries], { background: true }),
    );
    await comparison.start();
    await eventually(async () => {
      await wake();
      await me.scheduler.pump();
      const { waiting, live } = await comparison.queue();
      return waiting.length + live.length === 0;
    });
    const runs = await comparison.runs();
    expect(runs.map(({ status }) => status)).toEqual(['failed', 'complete', 'complete']);
    expect([...times.values()].sort()).toEqual([1, 2, 3]);
    const detail = await comparison.read();
    if (detail.kind !== 'columns') throw new Error('no columns');
    expect(detail.cells[2]?.run?.state.attempts.map(({ waitMs }) => waitMs)).toEqual([1, 1]);
  });

  it('a stop takes a cell out that waits for its next try', async () => {
    const me = await someone();
    upstream().always(tooMany({ 'retry-after': '30' }));
    const comparison = await compare(me, columns([me.connectionId], { background: true }));
    await comparison.start();
    await eventually(async () => (await comparison.queue()).slowed !== undefined);
    expect(await comparison.stop()).toMatchObject({ waiting: [], live: [], total: 0 });
    await wake();
    await me.scheduler.pump();
    expect(upstream().requests).toHaveLength(1);
  });

  it('runs no more of a connection at once than its owner has set, whatever starts them', async () => {
    const me = await someone();
    await updateConnection(me.userId, me.connectionId, { runsAtOnce: 2 });
    // Two servers on one database.
    const second = { ...me, scheduler: createScheduler({ processId: 'another' }) };
    clear.push(() => second.scheduler.dropUser(me.userId));
    const calls = held();
    upstream().always(calls.answer);
    const [one, two] = [
      await compare(me, columns(Array(4).fill(me.connectionId))),
      await compare(second, columns(Array(4).fill(me.connectionId))),
    ];
    await one.start();
    await two.start();
    for (let left = 8; left > 0; left -= 1) {
      await eventually(async () => {
        await me.scheduler.pump();
        await second.scheduler.pump();
        return calls.open.size === Math.min(2, left);
      }, 'the next calls');
      for (const finish of [...calls.open].slice(0, 1)) finish();
    }
    await Promise.all([one.quiet(), two.quiet()]);
    expect(calls.max).toBe(2);
    expect(upstream().requests).toHaveLength(8);
  });

  it('what is paused waits, for every page, until it is resumed; what runs goes on', async () => {
    const me = await someone();
    await updateConnection(me.userId, me.connectionId, { runsAtOnce: 1 });
    const calls = held();
    upstream().always(calls.answer);
    const comparison = await compare(me, columns(Array(3).fill(me.connectionId)));
    const pages = [await comparison.follow(), await comparison.follow()];
    await comparison.start();
    await calls.holds(1);
    expect(await comparison.pause(true)).toMatchObject({ paused: true, waiting: ['b', 'c'] });
    for (const page of pages) await page.until(() => page.queue.paused === true);
    for (const finish of calls.open) finish();
    for (const page of pages) await page.until(() => page.queue.done === 1);
    await me.scheduler.pump();
    expect(await comparison.queue()).toMatchObject({ paused: true, waiting: ['b', 'c'], live: [], done: 1 });
    expect(upstream().requests).toHaveLength(1);
    // The detail says so to a page that is loaded again.
    expect((await comparison.read()).queue.paused).toBe(true);
    upstream().always(fine);
    expect((await comparison.pause(false)).paused).toBeUndefined();
    for (const page of pages) await page.untilDone(3);
    for (const page of pages) expect(page.queue.paused).toBeUndefined();
    for (const page of pages) await page.leave();
    expect(upstream().requests).toHaveLength(3);
  });

  it('what is paused outlasts its last page, and goes on where it is resumed', async () => {
    const waiting = new Set<() => void>();
    const grace: Grace = (onOver) => {
      waiting.add(onOver);
      return () => waiting.delete(onOver);
    };
    const me = await someone({ grace });
    await updateConnection(me.userId, me.connectionId, { runsAtOnce: 1 });
    const calls = held();
    upstream().always(calls.answer);
    const comparison = await compare(me, columns(Array(3).fill(me.connectionId)));
    const page = await comparison.follow();
    await comparison.start();
    await calls.holds(1);
    await comparison.pause(true);
    await page.leave();
    await eventually(() => waiting.size > 0);
    for (const over of [...waiting]) over();
    await calls.holds(0);
    await eventually(async () => (await comparison.queue()).live.length === 0);
    expect(await comparison.queue()).toMatchObject({ paused: true, waiting: ['b', 'c'] });
    expect((await comparison.runs()).map(({ status }) => status)).toEqual(['stopped']);
    expect(waiting.size).toBe(0);
    // Another server: nothing is in memory.
    const other = { ...me, scheduler: createScheduler({ processId: 'another', grace }) };
    upstream().always(fine);
    await pauseComparison(me.userId, comparison.id, { paused: false }, other.scheduler);
    await quietComparison(me.userId, comparison.id, other.scheduler);
    expect((await comparison.runs()).map(({ status }) => status)).toEqual([
      'stopped',
      'complete',
      'complete',
    ]);
    await other.scheduler.dropUser(me.userId);
  });

  it('belongs to its user', async () => {
    const me = await someone();
    const stranger = await someone();
    const comparison = await compare(me, columns([me.connectionId]));
    await expect(pauseComparison(stranger.userId, comparison.id, { paused: true })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

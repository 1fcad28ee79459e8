import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellsOf } from '@/lib/compare/model/plan-cells';
import { endLease, interruptOrphans } from '@/lib/runs/db/process-lease';
import { getRun } from '@/lib/runs/db/run-history';
import { processId } from '@/lib/runs/server/process-id';
import { createRunRegistry } from '@/lib/runs/server/registry';
import { newVisitor } from '@/lib/testing/call-route';
import { columnsPlan, quietComparison, readComparisonStream, sweepPlan } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually } from '@/lib/testing/runs';
import { type SteppedStream, steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { createComparison } from './change-comparison';
import { type FollowOptions, followComparison, parseSeen } from './follow-comparison';
import { readComparison } from './read-comparison';
import { createScheduler, type SchedulerOptions } from './scheduler';
import { startComparison } from './start-comparison';

describeRuns('the stream of a comparison', ({ upstream, connect }) => {
  const clear: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const end of clear.splice(0)) await end();
  });

  async function compare(plan: (connectionId: string) => ComparisonPlan, options: SchedulerOptions = {}) {
    const { user } = await newVisitor();
    const connectionId = await connect(user.id);
    let scheduler = createScheduler(options);
    const { id } = await createComparison(user.id, { plan: plan(connectionId) });
    clear.push(async () => {
      await scheduler.dropUser(user.id);
      const open = scheduler.registry.open();
      for (const run of open) run.stop('stop');
      await Promise.all(open.map((run) => run.settled));
    });
    return {
      id,
      userId: user.id,
      start: (cells: string[] | 'all' | 'remaining' = 'all') =>
        startComparison(user.id, id, { idempotencyKey: randomUUID(), cells }, scheduler),
      read: () => readComparison(user.id, id, scheduler),
      follow: async (more: Partial<FollowOptions> = {}) =>
        readComparisonStream(await followComparison(user.id, id, { seen: new Map(), scheduler, ...more })),
      quiet: () => quietComparison(user.id, id, scheduler),
      /** As after the process was started anew: nothing is known but the database. */
      restart: () => {
        scheduler = createScheduler({ registry: createRunRegistry(), ...options });
      },
    };
  }

  const columns = (count: number) => (connectionId: string) =>
    columnsPlan(Array.from({ length: count }, () => ({ connectionId, model: 'test-model' })));

  /** One stepped stream a column, identified by their prompts. */
  function steppedColumns(count: number) {
    const streams: SteppedStream[] = Array.from({ length: count }, steppedStream);
    upstream().always((response, request) => {
      const { prompt } = request.json as { prompt: string };
      return streams[Number(prompt)]?.answer(response, request);
    });
    const plan = (connectionId: string) =>
      columnsPlan(streams.map((_, at) => ({ connectionId, model: 'test-model', prompt: `${at}` })));
    return { streams, plan, begun: () => Promise.all(streams.map(({ begun }) => begun)) };
  }

  it('sends all columns in one stream, and stays open for what starts next', async () => {
    const { streams, plan, begun } = steppedColumns(3);
    const comparison = await compare(plan);
    const stream = await comparison.follow();
    expect((await comparison.start()).total).toBe(3);
    await begun();
    for (const [at, { text }] of streams.entries()) text(`text ${at}`);
    await stream.until(() => ['a', 'b', 'c'].every((cell) => stream.textOf(cell)?.startsWith('text')));
    expect(['a', 'b', 'c'].map((cell) => stream.textOf(cell))).toEqual(['text 0', 'text 1', 'text 2']);
    for (const { finish } of streams) finish();
    await stream.untilDone(3);
    // Numbers are those of each run's log, without gaps.
    for (const [runId, last] of stream.lastSeqs) {
      const seqs = stream.events.flatMap((event) =>
        event.type === 'run' && event.runId === runId ? event.events.map(({ seq }) => seq) : [],
      );
      expect(seqs).toEqual(Array.from({ length: last }, (_, at) => at + 1));
    }
    upstream().always(answers.stream(['again']));
    await comparison.start(['b']);
    await stream.until(() => stream.textOf('b') === 'again');
    expect(stream.textOf('a')).toBe('text 0');
    await stream.leave();
  });

  it('goes on where each run was after a reload, and catches up with those that ended meanwhile', async () => {
    const { streams, plan, begun } = steppedColumns(3);
    const comparison = await compare(plan);
    await comparison.start();
    await begun();
    const before = await comparison.follow();
    for (const { text } of streams) text('first ');
    await before.until(() => ['a', 'b', 'c'].every((cell) => before.textOf(cell) === 'first '));
    const seen = before.seen();
    expect(seen.size).toBe(3);
    await before.leave();
    for (const { text } of streams) text('second ');
    streams[1]?.finish();
    await eventually(() => comparison.read().then(({ queue }) => queue.done === 1));
    const after = await comparison.follow({ seen });
    for (const at of [0, 2]) {
      streams[at]?.text('third');
      streams[at]?.finish();
    }
    await after.untilDone(3);
    const expected = { a: 'first second third', b: 'first second ', c: 'first second third' };
    for (const [cell, text] of Object.entries(expected)) {
      const runId = after.runOf.get(cell) ?? '';
      // The page keeps what it had: nothing is sent twice, and nothing is left out.
      expect(`${before.states.get(runId)?.choices[0]?.text}${after.textOf(cell)}`, cell).toBe(text);
      expect(after.stateOf(cell)?.status).toBe('complete');
      expect((await getRun(comparison.userId, runId))?.state.choices[0]?.text).toBe(text);
      const emitted = after.events.flatMap((event) =>
        event.type === 'run' && event.runId === runId ? event.events : [],
      );
      expect(emitted[0]?.seq).toBe((seen.get(runId) ?? 0) + 1);
      expect(emitted.some(({ event }) => event.type === 'run-start')).toBe(false);
    }
    await after.leave();
  });

  it('sends a reader without an offset everything, from the beginning', async () => {
    const { streams, plan, begun } = steppedColumns(2);
    const comparison = await compare(plan);
    await comparison.start();
    await begun();
    streams[0]?.text('some');
    const first = await comparison.follow();
    await first.until(() => first.textOf('a') === 'some');
    const detail = await comparison.read();
    expect(detail.queue.live.map(({ cell }) => cell)).toEqual(['a', 'b']);
    expect(detail.cells[0]?.run).toMatchObject({
      status: 'streaming',
      state: { choices: [{ text: 'some' }] },
    });
    const second = await comparison.follow({ since: detail.since });
    await second.until(() => second.textOf('a') === 'some');
    expect(second.queue).toEqual(first.queue);
    expect(second.states.get(second.runOf.get('a') ?? '')).toEqual(
      first.states.get(first.runOf.get('a') ?? ''),
    );
    await first.leave();
    await second.leave();
  });

  it('sends whole runs that ended while the reader was away, also those that the process has forgotten', async () => {
    const comparison = await compare(columns(3), { registry: createRunRegistry(0) });
    const { since } = await comparison.read();
    upstream().always(answers.stream(['ended ', 'long ago']));
    await comparison.start(['a', 'b']);
    await comparison.quiet();
    const runIds = (await comparison.read()).cells.map(({ run }) => run?.id ?? '');
    await eventually(async () => (await getRun(comparison.userId, runIds[1] ?? ''))?.status === 'complete');
    comparison.restart();
    const stream = await comparison.follow({ since, seen: new Map([[runIds[0] ?? '', 2]]) });
    await stream.until(() => ['a', 'b'].every((cell) => stream.stateOf(cell)?.status === 'complete'));
    expect([stream.textOf('a'), stream.textOf('b')]).toEqual(['ended long ago', 'ended long ago']);
    // Without `since` only what is named.
    const other = await comparison.follow({ seen: new Map([[runIds[0] ?? '', 2]]) });
    await other.until(() => other.stateOf('a')?.status === 'complete');
    expect(other.runOf.size).toBe(1);
    await stream.leave();
    await other.leave();
  });

  it('says so when a run that is named is gone, or somebody else’s, or of another comparison', async () => {
    const [mine, other] = [await compare(columns(1)), await compare(columns(1))];
    await other.start();
    await other.quiet();
    const otherTenant = (await other.read()).cells[0]?.run?.id ?? '';
    const names = [otherTenant, 'no-such-run'];
    const stream = await mine.follow({ seen: new Map(names.map((name) => [name, 3])) });
    const gone = () => stream.events.flatMap((event) => (event.type === 'run-gone' ? [event.runId] : []));
    await stream.until(() => gone().length === 2);
    expect(gone()).toEqual(names);
    expect(stream.states.size).toBe(0);
    await stream.leave();
  });

  it('survives the death of the process: texts are kept, what waited is shown without a run', async () => {
    const { streams, plan, begun } = steppedColumns(2);
    const comparison = await compare(plan);
    const stream = await comparison.follow();
    await comparison.start();
    await begun();
    streams[0]?.text('kept');
    await stream.until(() => stream.textOf('a') === 'kept');
    const runId = stream.runOf.get('a') ?? '';
    await eventually(async () => (await getRun(comparison.userId, runId))?.state.choices[0]?.text === 'kept');
    // As after its end, another process finds no lease of this one.
    await endLease(processId());
    expect(await interruptOrphans('another process', null)).toBe(2);
    comparison.restart();
    const detail = await comparison.read();
    expect(detail.queue).toMatchObject({ waiting: [], live: [], done: 2, total: 2 });
    expect(detail.cells[0]?.run).toMatchObject({
      status: 'interrupted',
      state: { choices: [{ text: 'kept' }] },
    });
    const again = await comparison.follow({ seen: stream.seen() });
    await again.until(() => again.stateOf('a')?.status === 'interrupted');
    expect(again.textOf('a')).toBe('kept');
    await again.leave();
    await stream.leave();
  });

  it('sends a reader that is too slow away, and loses nothing when it comes back', async () => {
    const { streams, plan, begun } = steppedColumns(2);
    const comparison = await compare(plan);
    await comparison.start();
    await begun();
    const slow = await comparison.follow({ maxUnsentBytes: 20_000 });
    const witness = await comparison.follow();
    for (let at = 0; at < 100; at += 1) for (const { text } of streams) text(`${at} ${'x'.repeat(500)} `);
    await witness.until(() => ['a', 'b'].every((cell) => witness.textOf(cell)?.includes('99 x')));
    await expect(slow.until(() => false)).rejects.toThrow('The stream ended');
    const back = await comparison.follow({ seen: slow.seen() });
    for (const { finish } of streams) finish();
    await back.untilDone(2);
    for (const cell of ['a', 'b']) {
      const runId = back.runOf.get(cell) ?? '';
      const text = `${slow.states.get(runId)?.choices[0]?.text ?? ''}${back.textOf(cell)}`;
      expect(text).toBe(witness.states.get(runId)?.choices[0]?.text);
      expect(text.length).toBeGreaterThan(50_000);
    }
    await back.leave();
    await witness.leave();
  });

  it('runs a sweep on the practice model: same seed and settings, same text', async () => {
    const settings = {
      values: { seed: 7, max_tokens: 12, stream: true, logprobs: 1 },
      sent: ['seed', 'max_tokens', 'stream', 'logprobs'],
    } as const;
    const plan = () =>
      sweepPlan(
        { settings: { values: settings.values, sent: [...settings.sent] } },
        { axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 1] }], repeats: 2 },
      );
    const comparison = await compare(plan);
    const first = await comparison.follow();
    await comparison.start();
    await first.untilDone(4);
    const texts = cellsOf(plan()).map((cell) => first.textOf(cell));
    expect(texts.every((text) => text && text.length > 10)).toBe(true);
    // Greedy sampling does not ask the seed.
    expect(first.textOf('r0c0k0')).toBe(first.textOf('r0c0k1'));
    expect(first.textOf('r1c0k0')).not.toBe(first.textOf('r1c0k1'));
    const detail = await comparison.read();
    if (detail.kind !== 'sweep') throw new Error('no sweep');
    expect(detail.cells.map(({ run }) => run?.choices[0]?.text)).toEqual(texts);
    for (const { cell, run } of detail.cells) {
      const logprobs = first.stateOf(cell)?.choices[0]?.tokens?.map(({ logprob }) => logprob ?? 0) ?? [];
      const mean = logprobs.reduce((sum, logprob) => sum + logprob, 0) / logprobs.length;
      expect(run?.choices[0]?.meanLogprob).toBeCloseTo(mean, 10);
      expect(run?.timings.firstTokenMs).toBeGreaterThanOrEqual(0);
    }
    await comparison.start();
    await first.until(() => first.states.size === 8 && first.queue.done === 4 && first.queue.total === 4);
    expect(cellsOf(plan()).map((cell) => first.textOf(cell))).toEqual(texts);
    await first.leave();
  });

  it('reads the offsets that a page names', () => {
    expect(parseSeen('')).toEqual(new Map());
    expect(parseSeen('run-a:12,run-b:0')).toEqual(
      new Map([
        ['run-a', 12],
        ['run-b', 0],
      ]),
    );
  });
});

import { afterEach, expect, it } from 'vitest';
import type { Retries } from '@/lib/protocol/request/value-kinds';
import { insertRun } from '@/lib/runs/db/insert-run';
import { interruptOrphans } from '@/lib/runs/db/process-lease';
import { getRun } from '@/lib/runs/db/run-history';
import { checkpointRuns } from '@/lib/runs/db/save-run';
import { close } from '@/lib/shut-down';
import { newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventsOf, eventually, openStream, runBody } from '@/lib/testing/runs';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { setClosing } from './closing';
import type { LiveRun } from './live-run';
import { processId } from './process-id';
import { createRunRegistry, runRegistry } from './registry';
import { runStreamResponse } from './run-stream';
import { type EngineOptions, type StartRunInput, startRun } from './start-run';
import type { Grace } from './unwatched';
import { GRACE_MS } from './unwatched';

const RETRIES: Retries = {
  strategy: 'backoff',
  backoff: { initialInterval: 500, maxInterval: 60_000, exponent: 1.5, maxElapsedTime: 3_600_000 },
  retryConnectionErrors: true,
};

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
    /** The time runs out for all that wait now. */
    runOut: () => {
      for (const onOver of [...waiting]) onOver();
    },
  };
}

/** Reads a live run as a page does, through a response. */
function watch(run: LiveRun, after = 0) {
  const { runId } = run.identity;
  return openStream(
    async () => runStreamResponse({ runId, watch: (subscriber) => run.watch(after, subscriber) }),
    {},
  );
}

describeRuns('startRun', ({ upstream, connect }) => {
  async function start(more: Partial<StartRunInput> = {}, options: EngineOptions = {}) {
    const { user } = await newVisitor();
    const connectionId = await connect(user.id);
    const input = { ...runBody({ model: 'test-model' }, { connectionId }), userId: user.id, ...more };
    const started = await startRun(input, options);
    if (started.kind !== 'live') throw new Error('not live');
    const detail = async () => {
      await started.run.settled;
      return getRun(user.id, started.run.identity.runId);
    };
    return { run: started.run, detail, userId: user.id };
  }

  it('stops a run that nobody has watched for the grace time, and keeps what came', async () => {
    const slow = steppedStream();
    upstream().always(slow.answer);
    const { grace, runOut, isWaiting } = manualGrace();
    const { run, detail } = await start({}, { grace });
    const stream = await watch(run);
    const request = await slow.begun;
    slow.text('kept');
    await stream.until((state) => state.choices[0]?.text === 'kept');
    expect(isWaiting()).toBe(false);
    await stream.leave();
    expect(isWaiting()).toBe(true);
    runOut();
    expect(await request.closed).toBe('closed');
    expect((await detail())?.state).toMatchObject({
      status: 'stopped',
      error: null,
      choices: [{ text: 'kept' }],
    });
  });

  it('stops a run whose page was gone before it looked', async () => {
    upstream().always(answers.silence());
    const { grace, runOut } = manualGrace();
    const { detail } = await start({}, { grace });
    const request = await upstream().received(1);
    runOut();
    expect(await request.closed).toBe('closed');
    expect((await detail())?.status).toBe('stopped');
  });

  it('goes on when somebody comes back in time, and while one of two readers stays', async () => {
    const slow = steppedStream();
    upstream().always(slow.answer);
    const { grace, runOut, isWaiting } = manualGrace();
    const { run, detail } = await start({}, { grace });
    const first = await watch(run);
    await slow.begun;
    await first.leave();
    expect(isWaiting()).toBe(true);
    const [second, third] = [await watch(run), await watch(run)];
    await second.leave();
    expect(isWaiting()).toBe(false);
    runOut();
    slow.text('still here');
    slow.finish();
    expect((await third.toEnd()).status).toBe('complete');
    expect((await detail())?.status).toBe('complete');
    expect(isWaiting()).toBe(false);
  });

  it('goes on in the background without any reader', async () => {
    const slow = steppedStream();
    upstream().always(slow.answer);
    const { grace, isWaiting } = manualGrace();
    const { run, detail } = await start({ background: true }, { grace });
    await slow.begun;
    await (await watch(run)).leave();
    expect(isWaiting()).toBe(false);
    slow.text('done alone');
    slow.finish();
    expect((await detail())?.state).toMatchObject({ status: 'complete', choices: [{ text: 'done alone' }] });
  });

  it('gives a reader that left thirty seconds', () => {
    expect(GRACE_MS).toBe(30_000);
  });

  it('shows two readers the same', async () => {
    upstream().always(answers.stream(['one ', 'two ', 'three']));
    const { run } = await start();
    const [a, b] = [await watch(run), await watch(run)];
    await Promise.all([a.toEnd(), b.toEnd()]);
    expect(b.events).toEqual(a.events);
    expect(a.events.map(({ seq }) => seq)).toEqual(a.events.map((_, at) => at + 1));
  });

  it('tries again after 429 and 503, reports each attempt, and honours Retry-After', async () => {
    upstream().enqueue(
      answers.error(429, 'Slow down.', { headers: { 'retry-after-ms': '1234' } }),
      answers.error(503, 'Busy.'),
      answers.reset(),
      answers.stream(['at last']),
    );
    const waits: number[] = [];
    const { run, detail } = await start(
      { retries: RETRIES },
      { execution: { wait: async (ms) => void waits.push(ms), random: () => 0.5 } },
    );
    const stream = await watch(run);
    expect(await stream.toEnd()).toMatchObject({ status: 'complete', choices: [{ text: 'at last' }] });
    expect(waits).toEqual([1234, 1250, 1625]);
    const attempts = eventsOf(stream.events, 'attempt-failed').map(({ attempt }) => attempt);
    expect(attempts).toMatchObject([
      { number: 1, waitMs: 1234, error: { kind: 'rate_limit', status: 429 } },
      { number: 2, waitMs: 1250, error: { kind: 'unavailable', status: 503 } },
      { number: 3, waitMs: 1625, error: { kind: 'connect', code: 'ECONNRESET' } },
    ]);
    const failedAt = attempts.map(({ failedAtMs }) => failedAtMs ?? -1);
    expect(failedAt).toEqual(failedAt.filter((ms) => ms >= 0).toSorted((a, b) => a - b));
    expect((await detail())?.state.attempts).toEqual(attempts);
    expect(upstream().requests).toHaveLength(4);
    expect(new Set(upstream().requests.map(({ body }) => body)).size).toBe(1);
  });

  it.each([
    ['without retries', undefined, answers.error(429, 'No.')],
    ['an error that stays', RETRIES, answers.error(400, 'No.')],
    [
      'connection errors when those are left out',
      { ...RETRIES, retryConnectionErrors: false },
      answers.reset(),
    ],
    ['what had begun to come', RETRIES, answers.cutMidEvent(['some text'])],
    ['an error in the stream', RETRIES, answers.errorInStream('Busy.')],
    [
      'when its time is over',
      { ...RETRIES, backoff: { ...RETRIES.backoff, maxElapsedTime: 100 } },
      answers.error(429, 'No.'),
    ],
  ] as const)('does not try again: %s', async (_what, retries, answer) => {
    upstream().always(answer);
    const { run, detail } = await start(
      { retries },
      { execution: { wait: async () => {}, random: () => 0 } },
    );
    const stream = await watch(run);
    expect(['failed', 'truncated']).toContain((await stream.toEnd()).status);
    expect((await detail())?.state.attempts).toEqual([]);
    expect(upstream().requests).toHaveLength(1);
  });

  it('is stopped while it waits for its next attempt', async () => {
    upstream().always(answers.error(429, 'Slow down.', { headers: { 'retry-after': '3000' } }));
    const { run, detail } = await start({ retries: RETRIES });
    const stream = await watch(run);
    await stream.until((state) => state.attempts.length === 1);
    run.stop('stop');
    expect(await stream.toEnd()).toMatchObject({ status: 'stopped', error: null });
    expect((await detail())?.state.attempts).toHaveLength(1);
    expect(upstream().requests).toHaveLength(1);
  });

  it('never lets a failing database disturb the stream', async () => {
    const failing = async () => {
      throw new Error('disk full');
    };
    upstream().always(answers.stream(['x'.repeat(5_000), ' and on']));
    const settled: string[] = [];
    const { run } = await start(
      {},
      {
        execution: {
          store: { checkpoint: failing, settleRun: async (_id, { state }) => settled.push(state.status) },
        },
      },
    );
    const stream = await watch(run);
    expect((await stream.toEnd()).status).toBe('complete');
    await run.settled;
    expect(settled).toEqual(['complete']);
  });

  it('leaves nothing open when the run cannot be stored', async () => {
    const registry = createRunRegistry();
    const input = { ...runBody(), userId: 'nobody with this id' };
    await expect(startRun(input, { registry })).rejects.toThrow();
    expect(registry.openCount()).toBe(0);
    expect(registry.findByKey(input.userId, input.idempotencyKey)).toBeNull();
  });

  it('has its text checkpointed while it goes on', async () => {
    const slow = steppedStream();
    upstream().always(slow.answer);
    const { run, userId } = await start();
    await slow.begun;
    slow.text('x'.repeat(5_000));
    // From the row, not from the live log.
    await eventually(async () => {
      const row = await getRun(userId, run.identity.runId);
      return row?.status === 'streaming' && row.state.choices[0]?.text.length === 5_000;
    }, 'a checkpoint');
    slow.finish();
  });

  it('becomes interrupted, with its text, when the process that wrote it is gone', async () => {
    const { user } = await newVisitor();
    const id = '01890000-0000-7000-8000-000000000001';
    await insertRun({
      id,
      userId: user.id,
      source: 'playground',
      sourceName: null,
      connectionId: 'practice',
      connectionName: 'Practice model',
      model: 'practice-1',
      request: { model: 'practice-1', prompt: 'x' },
      retries: null,
      idempotencyKey: null,
      idempotencyHash: null,
      parentId: null,
      branch: null,
      processId: 'a process that was killed',
      choiceCount: 1,
      promptPreview: 'x',
    });
    const choices = [{ index: 0, text: 'what had come', finishReason: null }];
    await checkpointRuns([{ runId: id, choices, outputPreview: 'what had come' }]);
    upstream().always(answers.stall(['alive']));
    const living = await start();
    expect(await interruptOrphans(processId(), null)).toBe(1);
    expect(await getRun(user.id, id)).toMatchObject({
      status: 'interrupted',
      state: { status: 'interrupted', choices: [{ text: 'what had come' }] },
    });
    const row = await getRun(living.userId, living.run.identity.runId);
    expect(row?.status).toBe('streaming');
    // A request that is still on its way would meet the answer of the next test.
    await eventually(() => upstream().requests.length === 1, 'the request of the living run');
  });

  it('keeps a run of a thousand chunks in order for a reader that joins and leaves all the time', async () => {
    const slow = steppedStream();
    upstream().always(slow.answer);
    const { run } = await start();
    await slow.begun;
    let text = '';
    let after = 0;
    for (let round = 0; round < 100; round += 1) {
      const reader = await watch(run, after);
      for (let at = 0; at < 10; at += 1) slow.text(`${round}.${at} `);
      await reader.until((_state, events) =>
        eventsOf(events, 'text-delta').some((event) => event.text.includes(`${round}.9 `)),
      );
      text += eventsOf(reader.events, 'text-delta')
        .map((event) => event.text)
        .join('');
      after = reader.lastSeq;
      await reader.leave();
    }
    const expected = Array.from({ length: 1000 }, (_, at) => `${Math.floor(at / 10)}.${at % 10} `).join('');
    expect(text).toBe(expected);
    slow.finish();
    expect((await (await watch(run)).toEnd()).choices[0]?.text).toBe(expected);
  });

  it('sends a reader away that does not read, and lets it join again where it was', async () => {
    const slow = steppedStream();
    upstream().always(slow.answer);
    const { run } = await start();
    await slow.begun;
    const { runId } = run.identity;
    const response = runStreamResponse({
      runId,
      watch: (subscriber) => run.watch(0, subscriber),
      maxUnsentBytes: 50_000,
    });
    expect(run.watchers).toBe(1);
    for (let at = 0; at < 20; at += 1) slow.text('y'.repeat(10_000));
    await eventually(() => run.watchers === 0, 'the reader to be let go');
    const lazy = await openStream(async () => response, {});
    await lazy.toEnd();
    expect(lazy.state.status).toBe('streaming');
    const again = await watch(run, lazy.lastSeq);
    slow.finish();
    await again.toEnd();
    const lengths = [lazy, again].map(({ events }) =>
      eventsOf(events, 'text-delta').reduce((sum, event) => sum + event.text.length, 0),
    );
    expect((lengths[0] ?? 0) + (lengths[1] ?? 0)).toBe(200_000);
  });

  it('sends a comment now and then while nothing happens', async () => {
    upstream().always(answers.stall(['x']));
    const { run } = await start();
    const { runId } = run.identity;
    const response = runStreamResponse({
      runId,
      watch: (subscriber) => run.watch(0, subscriber),
      keepAliveMs: 5,
    });
    const reader = response.body?.getReader();
    let text = '';
    while (!/: still here\n\n[\s\S]*: still here\n\n/.test(text)) {
      const { done, value } = (await reader?.read()) ?? { done: true };
      if (done) throw new Error('ended');
      text += new TextDecoder().decode(value);
    }
    expect(text).toMatch(/^: ok {1024}/);
    await reader?.cancel();
    expect(run.watchers).toBe(0);
  });
});

describeRuns('closing the process', ({ upstream, connect }) => {
  afterEach(() => setClosing(false));

  it('leaves live runs as interrupted, with their text, and starts no more', async () => {
    const { user } = await newVisitor();
    const connectionId = await connect(user.id);
    const slow = steppedStream();
    upstream().always(slow.answer);
    const input = { ...runBody({ model: 'test-model' }, { connectionId }), userId: user.id };
    const started = await startRun(input);
    if (started.kind !== 'live') throw new Error('not live');
    const stream = await watch(started.run);
    const request = await slow.begun;
    slow.text('what had come');
    await stream.until((state) => state.choices[0]?.text === 'what had come');
    await close({ drainMs: 0 });
    expect(await request.closed).toBe('closed');
    expect((await stream.toEnd()).status).toBe('interrupted');
    // The database connects again when it is asked.
    const row = await getRun(user.id, started.run.identity.runId);
    expect(row?.state).toMatchObject({ status: 'interrupted', choices: [{ text: 'what had come' }] });
    await expect(startRun({ ...input, ...runBody() })).rejects.toMatchObject({ code: 'unavailable' });
    expect(runRegistry().openCount()).toBe(0);
  });

  it('lets live runs finish first, and has closed nothing until then', async () => {
    const { user } = await newVisitor();
    const connectionId = await connect(user.id);
    const slow = steppedStream();
    upstream().always(slow.answer);
    const input = { ...runBody({ model: 'test-model' }, { connectionId }), userId: user.id };
    const started = await startRun(input);
    if (started.kind !== 'live') throw new Error('not live');
    const stream = await watch(started.run);
    await slow.begun;
    const closed = close({ drainMs: 150_000 });
    await expect(startRun({ ...input, ...runBody() })).rejects.toMatchObject({
      status: 503,
      retryAfterMs: 5_000,
      message: 'The playground is restarting. Try again in a moment.',
    });
    // The same start request again is no new run.
    expect(await startRun(input)).toMatchObject({ kind: 'live', joined: true });
    slow.text('to the');
    await stream.until((state) => state.choices[0]?.text === 'to the');
    slow.text(' end');
    slow.finish();
    await closed;
    expect((await stream.toEnd()).status).toBe('complete');
    const row = await getRun(user.id, started.run.identity.runId);
    expect(row?.state).toMatchObject({ status: 'complete', choices: [{ text: 'to the end' }] });
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { readRun } from '@/lib/history/server/read-runs';
import type { Origin } from '@/lib/platform/server/http/origin';
import { newVisitor } from '@/lib/testing/call-route';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually, runBody } from '@/lib/testing/runs';
import { steppedStream } from '@/lib/testing/stepped-stream';
import { answers } from '@/lib/testing/upstream-answers';
import { createLiveLog } from './live-log';
import { startRun } from './start-run';
import { createUnwatchedCountdown, type Grace, NEWCOMER_FIRST_BYTE_MS } from './unwatched';

const guest: Origin = { address: '203.0.113.7', isGuest: true, isNewcomer: true };
const nobody = { onEvents: () => {}, onEnd: () => {} };

describeRuns('a run of a guest that nobody watches', ({ upstream, connect }) => {
  async function start(origin: Origin, isWatchedElsewhere?: () => boolean) {
    const { user } = await newVisitor();
    const waiting = new Set<() => void>();
    const firstByteGrace: Grace = (onOver) => {
      waiting.add(onOver);
      return () => waiting.delete(onOver);
    };
    const connectionId = await connect(user.id);
    const started = await startRun(
      {
        ...runBody({ model: 'test-model' }, { connectionId, background: true }),
        userId: user.id,
        origin,
        isWatchedElsewhere,
      },
      { firstByteGrace },
    );
    if (started.kind !== 'live') throw new Error('not live');
    const { run } = started;
    return {
      run,
      isWaiting: () => waiting.size > 0,
      runOut: () => {
        const over = [...waiting];
        waiting.clear();
        for (const onOver of over) onOver();
      },
      ended: async () => {
        await run.settled;
        return readRun(user.id, run.identity.runId);
      },
    };
  }

  it('waits minutes for its first byte, not ten, and says what happened', async () => {
    expect(NEWCOMER_FIRST_BYTE_MS).toBeGreaterThanOrEqual(60_000);
    expect(NEWCOMER_FIRST_BYTE_MS).toBeLessThanOrEqual(3 * 60_000);
    upstream().always(answers.silence());
    const { runOut, ended } = await start(guest);
    const request = await upstream().received(1);
    runOut();
    expect(await request.closed).toBe('closed');
    expect((await ended()).state).toMatchObject({
      status: 'failed',
      error: { kind: 'timeout', code: 'first_byte', message: expect.stringContaining('2 minutes') },
    });
  });

  it('goes on once something came', async () => {
    const slow = steppedStream();
    upstream().always(slow.answer);
    const { run, runOut, ended } = await start(guest);
    await slow.begun;
    slow.text('first');
    await eventually(() => run.log.state.choices[0]?.text === 'first', 'the first word');
    runOut();
    expect(run.signal.aborted).toBe(false);
    slow.finish();
    expect((await ended()).status).toBe('complete');
  });

  it('waits while it is watched, and anew once nobody does', async () => {
    upstream().always(answers.silence());
    const { run, isWaiting, runOut } = await start(guest);
    await upstream().received(1);
    const leave = run.watch(0, nobody);
    expect(isWaiting()).toBe(false);
    leave();
    expect(isWaiting()).toBe(true);
    runOut();
    expect(run.signal.reason).toBe('no_first_byte');
  });

  it('waits on while its comparison is watched', async () => {
    upstream().always(answers.silence());
    let isWatched = true;
    const { run, isWaiting, runOut } = await start(guest, () => isWatched);
    await upstream().received(1);
    runOut();
    expect(run.signal.aborted).toBe(false);
    expect(isWaiting()).toBe(true);
    isWatched = false;
    runOut();
    expect(run.signal.reason).toBe('no_first_byte');
  });

  it('has no such limit with an account', async () => {
    upstream().always(answers.silence());
    const { run, isWaiting } = await start({ ...guest, isGuest: false, isNewcomer: false });
    await upstream().received(1);
    expect(isWaiting()).toBe(false);
    expect(run.signal.aborted).toBe(false);
  });
});

describe('a run that nobody watches through this server', () => {
  /** Its grace time is over when the test says so; other servers answer when the test says so, too. */
  function setUp() {
    vi.useFakeTimers();
    const over: (() => void)[] = [];
    const asked: ((ms: number) => void)[] = [];
    const stops: string[] = [];
    const countdown = createUnwatchedCountdown(
      {
        grace: (onOver) => {
          over.push(onOver);
          return () => over.splice(over.indexOf(onOver), 1);
        },
        otherServersMs: () => new Promise((resolve) => asked.push(resolve)),
      },
      createLiveLog({ runId: 'run', createdAt: new Date().toISOString(), choiceCount: 1 }),
      (reason) => stops.push(reason),
    );
    const answer = async (ms: number) => {
      asked.shift()?.(ms);
      await vi.advanceTimersByTimeAsync(0);
    };
    return { countdown, stops, asked, answer, runOut: () => over.shift()?.() };
  }
  afterEach(() => void vi.useRealTimers());

  it('ends when nobody does elsewhere', async () => {
    const { countdown, stops, answer, runOut } = setUp();
    countdown.start();
    runOut();
    expect(stops).toEqual([]);
    await answer(0);
    expect(stops).toEqual(['unwatched']);
  });

  it('goes on for as long as somebody does elsewhere', async () => {
    const { countdown, stops, asked, answer, runOut } = setUp();
    countdown.start();
    runOut();
    for (let look = 0; look < 3; look += 1) {
      await answer(20_000);
      await vi.advanceTimersByTimeAsync(19_999);
      expect(asked).toHaveLength(0);
      await vi.advanceTimersByTimeAsync(1);
      expect(asked).toHaveLength(1);
    }
    expect(stops).toEqual([]);
    await answer(0);
    expect(stops).toEqual(['unwatched']);
  });

  it('goes on when somebody joins it here while the others are asked', async () => {
    const { countdown, stops, answer, runOut } = setUp();
    countdown.start();
    runOut();
    countdown.cancel();
    await answer(0);
    expect(stops).toEqual([]);
    countdown.start();
    runOut();
    await answer(5_000);
    countdown.cancel();
    await vi.advanceTimersByTimeAsync(60_000);
    await answer(0);
    expect(stops).toEqual([]);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { CallerGone, createSlotQueue } from './slot-queue';

const MIB = 1024 * 1024;
const setEnv = (more: Record<string, string> = {}) => replaceEnv(testEnvironment(more));

/** A queue over some slots, and callers that say when they got one. */
function slots(count: number) {
  const queue = createSlotQueue();
  const opened: string[] = [];
  let free = count;
  const enter = (
    name: string,
    { token = 'main', guestAddress = null as string | null, bytes = 0, gone = new AbortController() } = {},
  ) => {
    const [userId = name] = name.split(' ');
    const origin = guestAddress === null ? null : { address: guestAddress, isGuest: true, isNewcomer: true };
    const call = queue.enter({
      request: { userId, origin },
      token,
      gone: gone.signal,
      bytes,
      refuse: () =>
        free > 0 ? null : new AppError('too_many_runs', { message: 'Full.', retryAfterMs: 5_000 }),
      open: () => {
        free -= 1;
        opened.push(name);
        return name;
      },
    });
    // It is looked at later.
    call.catch(() => {});
    return call;
  };
  const release = () => {
    free += 1;
    queue.advance();
  };
  return { queue, opened, enter, release };
}

describe('the queue for slots', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    setEnv();
  });
  afterEach(() => {
    vi.useRealTimers();
    setEnv();
  });

  it('lets nobody wait while a slot is free', async () => {
    const { enter, queue } = slots(2);
    expect(await enter('a 1')).toBe('a 1');
    expect(await enter('a 2')).toBe('a 2');
    expect(queue.size).toBe(0);
  });

  it('gives turns to users, and to the tokens of one, and keeps the order within a token', async () => {
    const { enter, release, opened } = slots(0);
    for (const name of ['a 1', 'a 2', 'a 3']) enter(name, { token: 'loop' });
    enter('a 4', { token: 'other' });
    for (const name of ['b 1', 'b 2']) enter(name);
    enter('c 1');
    for (let turn = 0; turn < 7; turn += 1) release();
    expect(opened).toEqual(['a 1', 'b 1', 'c 1', 'a 4', 'b 2', 'a 2', 'a 3']);
  });

  it('counts the guests of one address as one', () => {
    const { enter, release, opened } = slots(0);
    for (const name of ['g1 1', 'g2 1', 'g3 1']) enter(name, { guestAddress: '203.0.113.7', token: name });
    enter('b 1');
    release();
    release();
    expect(opened).toEqual(['g1 1', 'b 1']);
  });

  it('passes over those for whom there is no slot yet', () => {
    const queue = createSlotQueue();
    const opened: string[] = [];
    const full = new Set(['a']);
    for (const userId of ['a', 'b']) {
      const isFull = new AppError('too_many_runs');
      const open = () => opened.push(userId);
      let asked = 0;
      // Both are refused as they come.
      const refuse = () => (full.has(userId) || asked++ === 0 ? isFull : null);
      const request = { userId, origin: null };
      queue.enter({ request, token: 't', gone: new AbortController().signal, bytes: 0, refuse, open });
    }
    queue.advance();
    expect(opened).toEqual(['b']);
    expect(queue.size).toBe(1);
    full.clear();
    queue.advance();
    queue.advance();
    expect(opened).toEqual(['b', 'a']);
  });

  it('lets a newcomer of the same token wait behind those who came before', async () => {
    const { enter, release, opened, queue } = slots(0);
    enter('a 1');
    enter('a 2');
    release();
    enter('a 3');
    expect(opened).toEqual(['a 1']);
    release();
    release();
    expect(opened).toEqual(['a 1', 'a 2', 'a 3']);
    expect(queue.size).toBe(0);
  });

  it('refuses after the configured time, with the reason and when to try again', async () => {
    const { enter, queue } = slots(0);
    const call = enter('a 1');
    await vi.advanceTimersByTimeAsync(29_999);
    expect(queue.size).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await expect(call).rejects.toMatchObject({
      code: 'too_many_runs',
      message: 'Full.',
      retryAfterMs: 5_000,
    });
    expect(queue.size).toBe(0);
    setEnv({ RUN_QUEUE_SECONDS: '0' });
    await expect(enter('a 2')).rejects.toMatchObject({ code: 'too_many_runs' });
    setEnv({ RUN_QUEUE_SECONDS: '2' });
    const short = enter('a 3');
    await vi.advanceTimersByTimeAsync(2_000);
    await expect(short).rejects.toBeInstanceOf(AppError);
  });

  it('forgets a caller that has disconnected', async () => {
    const { enter, release, opened, queue } = slots(0);
    const gone = new AbortController();
    const leaving = enter('a 1', { gone });
    enter('a 2');
    gone.abort();
    await expect(leaving).rejects.toBeInstanceOf(CallerGone);
    expect(queue.size).toBe(1);
    release();
    expect(opened).toEqual(['a 2']);
    await expect(enter('a 3', { gone })).rejects.toBeInstanceOf(CallerGone);
  });

  it('is bounded for one user and for all, in calls and in bytes', async () => {
    const { enter, queue } = slots(0);
    for (let at = 0; at < 200; at += 1) enter(`a ${at}`);
    await expect(enter('a more')).rejects.toMatchObject({ code: 'too_many_runs' });
    for (let user = 0; user < 8; user += 1) for (let at = 0; at < 100; at += 1) enter(`u${user} ${at}`);
    expect(queue.size).toBe(1_000);
    await expect(enter('z 1')).rejects.toMatchObject({ code: 'too_many_runs' });

    const large = slots(0);
    const bytes = 8 * MIB;
    for (let at = 0; at < 3; at += 1) large.enter(`a ${at}`, { bytes });
    await expect(large.enter('a more', { bytes })).rejects.toBeInstanceOf(AppError);
    for (let at = 0; at < 3; at += 1) large.enter(`b ${at}`, { bytes });
    for (let at = 0; at < 2; at += 1) large.enter(`c ${at}`, { bytes });
    await expect(large.enter('d', { bytes })).rejects.toBeInstanceOf(AppError);
    expect(large.queue.size).toBe(8);
    large.release();
    large.enter('d', { bytes });
    expect(large.queue.size).toBe(8);
  });

  it('refuses all when the process closes', async () => {
    const { enter, queue } = slots(0);
    const calls = ['a 1', 'a 2', 'b 1'].map((name) => enter(name));
    queue.drain();
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'unavailable' });
    expect(queue.size).toBe(0);
  });
});

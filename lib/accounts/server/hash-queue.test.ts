import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createHashQueue, type HashQueue } from './hash-queue';

const OPTIONS = { atOnce: 2, maxWaiting: 20, maxWaitingOfOne: 10, maxWaitMs: 60_000 };

/** Enters, and says in `order` when it is its turn; its turn ends when the test ends it. */
function visitor(queue: HashQueue, order: string[]) {
  const ends: (() => void)[] = [];
  return {
    ends,
    enter: (address: string, name = address, signal?: AbortSignal) =>
      queue.enter(address, signal).then((end) => {
        order.push(name);
        ends.push(end);
      }),
    /** Ends turns, oldest first, until nobody waits. */
    async drain(): Promise<void> {
      for (let end = ends.shift(); end; end = ends.shift()) {
        end();
        await vi.advanceTimersByTimeAsync(0);
      }
    },
  };
}

describe('the queue of hashes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('lets addresses take turns, in whatever order they came', async () => {
    const order: string[] = [];
    const { enter, drain } = visitor(createHashQueue(OPTIONS), order);
    const all = [
      ...Array.from({ length: 8 }, (_, at) => enter('flood', `flood ${at}`)),
      ...Array.from({ length: 2 }, (_, at) => enter('b', `b ${at}`)),
      enter('c'),
    ];
    await vi.advanceTimersByTimeAsync(0);
    expect(order).toEqual(['flood 0', 'flood 1']);
    await drain();
    await Promise.all(all);
    expect(order.indexOf('b 0')).toBeLessThanOrEqual(3);
    expect(order.indexOf('c')).toBeLessThanOrEqual(4);
    expect(order.indexOf('b 1')).toBeLessThanOrEqual(6);
    expect(order).toHaveLength(11);
  });

  it('never lets more in at once, and lets the next one in when one ends', async () => {
    const order: string[] = [];
    const { enter, ends, drain } = visitor(createHashQueue(OPTIONS), order);
    for (let at = 0; at < 6; at += 1) void enter(`address ${at}`);
    for (let done = 2; done <= 6; done += 1) {
      await vi.advanceTimersByTimeAsync(0);
      expect(order).toHaveLength(done);
      ends.shift()?.();
    }
    await drain();
  });

  it('refuses one address that has too many waiting, and nobody else, with the time it takes', async () => {
    const order: string[] = [];
    const { enter, drain } = visitor(createHashQueue(OPTIONS), order);
    const waiting = Array.from({ length: 12 }, () => enter('flood'));
    await expect(enter('flood')).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 1_500 });
    waiting.push(enter('other'));
    await drain();
    await vi.advanceTimersByTimeAsync(0);
    await drain();
    await Promise.all(waiting);
    expect(order).toContain('other');
  });

  it('refuses everybody when too many wait in all', async () => {
    const order: string[] = [];
    const { enter, drain } = visitor(createHashQueue(OPTIONS), order);
    const waiting = Array.from({ length: 22 }, (_, at) => enter(`address ${at}`));
    await expect(enter('late')).rejects.toMatchObject({ code: 'unavailable', retryAfterMs: 3_000 });
    await vi.advanceTimersByTimeAsync(0);
    await drain();
    await Promise.all(waiting);
  });

  it('lets an address in that has nothing waiting, when few addresses fill it', async () => {
    const order: string[] = [];
    const { enter, drain } = visitor(createHashQueue(OPTIONS), order);
    const refused: string[] = [];
    const flood = Array.from({ length: 22 }, (_, at) =>
      enter(at % 2 ? 'a' : 'b', `${at}`).catch((error: { code: string }) => {
        refused.push(`${at} ${error.code}`);
      }),
    );
    const late = [enter('late'), enter('later')];
    await vi.advanceTimersByTimeAsync(0);
    expect(refused).toEqual(['20 unavailable', '21 unavailable']);
    // They get no place in the queue instead.
    await expect(enter('a')).rejects.toMatchObject({ code: 'unavailable' });
    await drain();
    await Promise.all([...late, ...flood]);
    expect(order.indexOf('late')).toBeLessThan(6);
    expect(order).toHaveLength(22);
  });

  it('lets nobody wait for longer than it says', async () => {
    const order: string[] = [];
    const { enter, drain } = visitor(createHashQueue(OPTIONS), order);
    void enter('a');
    void enter('b');
    const late = enter('c').catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await late).toMatchObject({ code: 'unavailable', retryAfterMs: expect.any(Number) });
    await drain();
    expect(order).toEqual(['a', 'b']);
  });

  it('forgets who has left', async () => {
    const order: string[] = [];
    const { enter, drain } = visitor(createHashQueue(OPTIONS), order);
    void enter('a');
    void enter('b');
    const leaving = new AbortController();
    const left = enter('c', 'c', leaving.signal).catch((error: unknown) => error);
    const gone = enter('d', 'd', AbortSignal.abort()).catch((error: unknown) => error);
    const stays = enter('c', 'c again');
    leaving.abort();
    expect(await left).toMatchObject({ code: 'invalid_request' });
    expect(await gone).toMatchObject({ code: 'invalid_request' });
    await drain();
    await stays;
    expect(order).toEqual(['a', 'b', 'c again']);
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { captureLogs } from '@/lib/testing/call-route';
import { eventually } from '@/lib/testing/runs';
import { answer, ask, broadcast, NoAnswer, onBroadcast } from './messages';
import { beginRedis, endRedis, openRedis } from './open-redis';
import { replaceRedis, type SharedRedis, sharedRedis } from './shared-redis';
import { command, type RedisServer, startRedis } from './testing/redis-server';
import { watchEverywhere, watchedElsewhereMs, watchForAWhile } from './watched';

let redis: RedisServer;
let a: SharedRedis;
let b: SharedRedis;

beforeAll(async () => {
  replaceEnv(testEnvironment());
  redis = await startRedis();
});
beforeEach(async () => {
  await command(redis.url, ['FLUSHDB']);
  a = openRedis(redis.url, randomUUID());
  b = openRedis(redis.url, randomUUID());
  await eventually(() => a.isUp && b.isUp, 'Redis');
});
afterEach(() => {
  replaceRedis(null);
  a.close();
  b.close();
});
afterAll(() => redis.stop());

describe('messages between servers', () => {
  it('are answered by the one that was asked', async () => {
    answer('double', async (body) => Number(body) * 2);
    expect(await ask(b.processId, 'double', 21, a)).toBe(42);
  });

  it('fail at once when there is no such server, and when its answerer throws nobody waits for ever', async () => {
    await expect(ask(randomUUID(), 'double', 21, a)).rejects.toThrow(NoAnswer);
    const logs = captureLogs();
    answer('broken', async () => {
      throw new Error('no');
    });
    await expect(ask(b.processId, 'broken', null, a)).rejects.toThrow(NoAnswer);
    logs.stop();
  });

  it('reach all others, and not the one who spoke', async () => {
    const heard: unknown[] = [];
    onBroadcast('news', (body) => heard.push(body));
    broadcast('news', { n: 1 }, a);
    broadcast('news', { n: 2 }, b);
    await eventually(() => heard.length >= 2, 'both');
    expect(heard).toHaveLength(2);
  });
});

describe('who watches elsewhere', () => {
  /** As asked by the other server, which has been there for long. */
  const asSeenBy = async (server: SharedRedis, topic: string) => {
    replaceRedis({ ...server, isUp: true, upForMs: () => 60_000, run: server.run, key: server.key });
    return watchedElsewhereMs(topic);
  };

  it('counts while somebody does, and for the grace time after', async () => {
    replaceRedis(a);
    const leave = watchEverywhere('run:1', 30_000);
    await eventually(async () => (await asSeenBy(b, 'run:1')) > 45_000, 'the watcher');
    expect(await asSeenBy(b, 'run:1')).toBeLessThanOrEqual(50_000);
    expect(await asSeenBy(a, 'run:1')).toBe(0);
    replaceRedis(a);
    leave();
    await eventually(async () => (await asSeenBy(b, 'run:1')) <= 30_000, 'its grace');
    expect(await asSeenBy(b, 'run:1')).toBeGreaterThan(25_000);
    expect(await asSeenBy(b, 'run:2')).toBe(0);
  });

  it('counts a hidden page for a while, until it comes back', async () => {
    replaceRedis(a);
    watchForAWhile('run:1', 'page:ada', 'x', 150_000);
    await eventually(async () => (await asSeenBy(b, 'run:1')) > 140_000, 'the page');
    replaceRedis(a);
    watchForAWhile('run:1', 'page:ada', 'x', 0);
    await eventually(async () => (await asSeenBy(b, 'run:1')) === 0, 'its return');
  });

  it('counts the newest eight hidden pages of a user, whatever they are called', async () => {
    replaceRedis(a);
    watchForAWhile('run:1', 'page:eve', 'x', 150_000);
    watchEverywhere('run:1', 10)();
    for (let at = 0; at < 100; at += 1) watchForAWhile('run:1', 'page:ada', `${at}`, 100_000 + at * 500);
    const members = async () => (await a.send(['ZRANGE', a.key('watched:run:1'), '0', '-1'])) as string[];
    await eventually(async () => (await members()).includes('page:ada:99'), 'the last one');
    const pages = (await members()).filter((member) => member.startsWith('page:'));
    const newest = Array.from({ length: 8 }, (_, at) => `page:ada:${92 + at}`);
    expect(pages).toHaveLength(9);
    expect(pages).toEqual(expect.arrayContaining(['page:eve:x', ...newest]));
  });

  it('says to ask again while that can’t be known', async () => {
    replaceRedis({ ...a, isUp: false });
    expect(await watchedElsewhereMs('run:1')).toBeGreaterThan(0);
    replaceRedis({ ...a, isUp: true, upForMs: () => 1_000 });
    expect(await watchedElsewhereMs('run:1')).toBe(14_000);
    replaceRedis(null);
    expect(await watchedElsewhereMs('run:1')).toBe(0);
  });
});

describe('rate limits', () => {
  it('count over all servers', async () => {
    const key = randomUUID();
    for (let at = 0; at < 12; at += 1) {
      replaceRedis(at % 2 ? a : b);
      await limit('findServersByUser').take(key);
    }
    for (const server of [a, b]) {
      replaceRedis(server);
      await expect(limit('findServersByUser').take(key)).rejects.toMatchObject({ code: 'rate_limited' });
      await expect(limit('findServersByUser').check(key)).rejects.toMatchObject({ code: 'rate_limited' });
    }
    await limit('findServersByUser').reset(key);
    replaceRedis(b);
    await limit('findServersByUser').take(key);
    await limit('findServersByUser').giveBack(key);
    await limit('findServersByUser').check(key);
  });

  it.skipIf(process.env.TEST_REDIS_URL)('count in memory while Redis is away', async () => {
    const logs = captureLogs();
    replaceRedis(a);
    const key = randomUUID();
    await limit('findServersByUser').take(key);
    await redis.kill();
    await eventually(() => !a.isUp, 'its absence');
    for (let at = 0; at < 12; at += 1) await limit('findServersByUser').take(key);
    await expect(limit('findServersByUser').take(key)).rejects.toMatchObject({ code: 'rate_limited' });
    await redis.restart();
    await eventually(() => a.isUp, 'its return');
    await limit('findServersByUser').take(key);
    logs.stop();
  });
});

describe('a connection', () => {
  it('is not made without REDIS_URL', async () => {
    expect(await beginRedis(randomUUID())).toBeNull();
    expect(sharedRedis()).toBeNull();
  });

  it.skipIf(process.env.TEST_REDIS_URL)(
    'is made later when Redis is away at the start, and commands fail at once',
    async () => {
      const logs = captureLogs();
      await redis.kill();
      replaceEnv(testEnvironment({ REDIS_URL: redis.url.replace('redis://', 'redis://:hunter2@') }));
      const begun = await beginRedis(randomUUID());
      expect(begun?.isUp).toBe(false);
      await expect(begun?.send(['GET', 'x'])).rejects.toThrow('Redis is unavailable');
      expect(logs.text()).toContain('Redis is unavailable');
      expect(logs.text()).not.toContain('hunter2');
      endRedis();
      replaceEnv(testEnvironment({ REDIS_URL: redis.url }));
      const again = await beginRedis(randomUUID());
      await redis.restart();
      await eventually(() => again?.isUp === true, 'its return');
      expect(await again?.send(['PING'])).toBe('PONG');
      endRedis();
      expect(sharedRedis()).toBeNull();
      logs.stop();
    },
  );

  it('counts as away with an address that no client reads, and says why without the password', async () => {
    const logs = captureLogs();
    const broken = openRedis(redis.url.replace('redis://', 'redis://:hunter2%@'), randomUUID());
    try {
      await eventually(() => logs.text().includes('Redis is unavailable'), 'its absence');
      expect(broken.isUp).toBe(false);
      expect(logs.text()).not.toContain('hunter2');
    } finally {
      broken.close();
      logs.stop();
    }
  });

  it('has a password and a database of its own', async () => {
    await command(redis.url, ['CONFIG', 'SET', 'requirepass', 'hunter2']);
    const secret = openRedis(`${redis.url.replace('redis://', 'redis://:hunter2@')}/3`, randomUUID());
    try {
      await eventually(() => secret.isUp, 'it');
      await secret.send(['SET', secret.key('x'), '1']);
      expect(await secret.send(['DBSIZE'])).toBe(1);
      expect(secret.channel(null)).not.toBe(a.channel(null));
    } finally {
      await secret.send(['CONFIG', 'SET', 'requirepass', '']);
      await secret.send(['FLUSHDB']);
      secret.close();
    }
  });
});

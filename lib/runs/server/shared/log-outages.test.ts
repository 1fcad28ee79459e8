import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { command } from '@/lib/platform/server/redis/testing/redis-server';
import type { NumberedRunEvent, RunEvent } from '@/lib/protocol/run/run-events';
import { applyRunEvent, emptyRunState } from '@/lib/protocol/run/run-state';
import { captureLogs } from '@/lib/testing/call-route';
import { type SharedLog, startTwoServers, type TwoServers } from '@/lib/testing/redis-logs';
import { eventually } from '@/lib/testing/runs';
import { snapshotRun } from '../run-snapshot';
import { logKey } from './log-entries';

const identity = { runId: 'run', createdAt: '2026-01-01T00:00:00.000Z', choiceCount: 1 };
const delta = (text: string): RunEvent => ({ type: 'text-delta', index: 0, text });
const end: RunEvent = {
  type: 'run-end',
  status: 'complete',
  timings: { sentMs: 1, headersMs: 2, firstTokenMs: 3, durationMs: 4 },
};

/** A reader that joins again with its last number, as a page does. */
function page({ subscribe }: SharedLog) {
  const events: NumberedRunEvent[] = [];
  let ended: 'no' | 'cut' | 'over' = 'no';
  const join = () => {
    ended = 'no';
    subscribe(events.at(-1)?.seq ?? 0, {
      onEvents: (more) => events.push(...more),
      onEnd: (isOver) => {
        ended = isOver ? 'over' : 'cut';
      },
    });
  };
  join();
  return {
    events,
    join,
    ended: () => ended,
    state: () => {
      const state = emptyRunState(1);
      for (const { event } of events) applyRunEvent(state, event);
      return state;
    },
    has: (log: SharedLog['log']) => eventually(() => events.at(-1)?.seq === log.lastSeq, 'all events'),
  };
}

describe.skipIf(process.env.TEST_REDIS_URL)('logs in Redis, which goes and comes', () => {
  let servers: TwoServers;
  const logs = captureLogs();
  beforeAll(async () => {
    servers = await startTwoServers();
  });
  afterEach(async () => {
    await eventually(() => servers.owner.isUp && servers.follower.isUp, 'Redis');
  });
  afterAll(async () => {
    await servers.stop();
    logs.stop();
  });

  const isAway = () => eventually(() => !servers.owner.isUp && !servers.follower.isUp, 'its absence');
  const isBack = () => eventually(() => servers.owner.isUp && servers.follower.isUp, 'its return');

  it('killed and back, empty: readers are cut without an end, join again, and miss nothing', async () => {
    const made = servers.log(identity);
    const { log } = made;
    log.append([{ type: 'run-start', ...identity }, delta('one ')]);
    const [near, behind] = [page(made), page(made)];
    await near.has(log);
    await behind.has(log);
    await servers.redis.kill();
    await isAway();
    expect([near.ended(), behind.ended()]).toEqual(['cut', 'cut']);
    log.append([delta('two '), delta('three ')]);
    await servers.redis.restart();
    await isBack();
    near.join();
    await near.has(log);
    log.append([delta('four')]);
    behind.join();
    await behind.has(log);
    log.append([end]);
    log.end();
    for (const one of [near, behind]) {
      await eventually(() => one.ended() === 'over', 'the end');
      expect(one.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(one.state()).toEqual(log.state);
    }
  });

  it('that forgets a long run meanwhile: its readers get a snapshot from the owner', async () => {
    const made = servers.log(identity, 5_000);
    const { log } = made;
    log.append([{ type: 'run-start', ...identity }]);
    for (let at = 0; at < 500; at += 1) log.append([delta(`${at} `)]);
    await servers.redis.kill();
    await isAway();
    for (let at = 0; at < 500; at += 1) log.append([delta(`${at} `)]);
    await servers.redis.restart();
    await isBack();
    const late = page(made);
    await late.has(log);
    expect(late.state()).toEqual(log.state);
    expect(late.events.length).toBeLessThan(20);
  });

  it('that says nothing, with its connections open: the same', async () => {
    const made = servers.log(identity);
    const { log } = made;
    log.append([{ type: 'run-start', ...identity }, delta('one ')]);
    const reader = page(made);
    await reader.has(log);
    servers.redis.pause();
    try {
      log.append([delta('two ')]);
      await isAway();
      expect(reader.ended()).toBe('cut');
      log.append([delta('three')]);
    } finally {
      servers.redis.resume();
    }
    await isBack();
    reader.join();
    await reader.has(log);
    expect(reader.events.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
  });

  it('says once in the log that it is away, and once that it is back', async () => {
    const before = logs.lines().length;
    await servers.redis.kill();
    await isAway();
    // Several attempts to connect.
    const attempts = performance.now() + 1_500;
    await eventually(() => performance.now() > attempts);
    await servers.redis.restart();
    await isBack();
    const lines = logs.lines().slice(before);
    const said = (msg: string) => lines.filter((line) => String(line.msg).startsWith(msg));
    // Two servers are in this process.
    expect(said('Redis is unavailable')).toHaveLength(2);
    expect(said('Redis is available again')).toHaveLength(2);
  });

  it('a run that ends while it is away is not kept in memory for it', async () => {
    const made = servers.log(identity);
    made.log.append([{ type: 'run-start', ...identity }]);
    const reader = page(made);
    await reader.has(made.log);
    await servers.redis.kill();
    await isAway();
    made.log.append([end]);
    made.log.end();
    await servers.redis.restart();
    await isBack();
    const other = servers.log(identity);
    other.log.append([{ type: 'run-start', ...identity }]);
    await page(other).has(other.log);
    expect(await servers.owner.send(['EXISTS', logKey(servers.owner, made.runId)])).toBe(0);
  });
});

describe('a stream in Redis', () => {
  let servers: TwoServers;
  beforeAll(async () => {
    servers = await startTwoServers();
  });
  afterAll(() => servers.stop());

  const ttl = async (runId: string) =>
    Number(await servers.owner.send(['PTTL', logKey(servers.owner, runId)]));

  it('lives for minutes while its run does, and for one after its end', async () => {
    const made = servers.log(identity);
    made.log.append([{ type: 'run-start', ...identity }]);
    const reader = page(made);
    await reader.has(made.log);
    expect(await ttl(made.runId)).toBeGreaterThan(100_000);
    expect(await ttl(made.runId)).toBeLessThanOrEqual(180_000);
    made.log.append([end]);
    made.log.end();
    await eventually(async () => (await ttl(made.runId)) <= 60_000, 'the shorter life');
    expect(await ttl(made.runId)).toBeGreaterThan(50_000);
  });

  it('has a bounded size, many events in an entry, and never the same entry twice', async () => {
    const made = servers.log(identity, 20_000);
    const reader = page(made);
    made.log.append([{ type: 'run-start', ...identity }]);
    for (let at = 0; at < 60; at += 1) {
      for (let word = 0; word < 40; word += 1) made.log.append([delta(`word ${at} `)]);
      await reader.has(made.log);
    }
    const key = logKey(servers.owner, made.runId);
    const entries = (await servers.owner.send(['XRANGE', key, '-', '+'])) as [string, string[]][];
    const bytes = entries.reduce((sum, [, fields]) => sum + (fields[3]?.length ?? 0), 0);
    expect(bytes).toBeLessThanOrEqual(20_000);
    let last = Number(entries[0]?.[1][1]) - 1;
    for (const [id, fields] of entries) {
      expect(Number(fields[1])).toBe(last + 1);
      last = Number.parseInt(id, 10);
    }
    expect(last).toBe(made.log.lastSeq);
    expect(entries.length).toBeLessThan(bytes / 200);
  });
});

describe('a run whose owner died', () => {
  it('ends for its readers as its row does', async () => {
    const closed = new Set<string>();
    const row = emptyRunState(1);
    const [choice] = row.choices;
    if (choice) choice.text = 'as far as it was saved';
    row.status = 'interrupted';
    const rows = {
      endedOf: async (ids: readonly string[]) => ids.filter((id) => closed.has(id)),
      read: async () => [snapshotRun(identity, row, 0)],
    };
    const servers = await startTwoServers(rows, 20);
    try {
      const [dead, lives] = [servers.log(identity), servers.log(identity)];
      for (const { log } of [dead, lives]) {
        log.append([{ type: 'run-start', ...identity }, delta('as far as it was saved, and more')]);
      }
      const [reader, other] = [page(dead), page(lives)];
      await reader.has(dead.log);
      await other.has(lives.log);
      closed.add(dead.runId);
      await eventually(() => reader.ended() === 'over', 'the end');
      expect(reader.state()).toMatchObject({
        status: 'interrupted',
        choices: [{ text: 'as far as it was saved' }],
      });
      expect(other.ended()).toBe('no');
      lives.log.append([delta(' and on')]);
      await other.has(lives.log);
    } finally {
      await servers.stop();
    }
  });
});

describe.skipIf(process.env.TEST_REDIS_URL)('connections', () => {
  it('cut off again and again at random: every reader has every event once, in order', async () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const logs = captureLogs();
    const ended = new Map<string, SharedLog['log']>();
    const rows = {
      endedOf: async (ids: readonly string[]) => ids.filter((id) => ended.has(id)),
      read: async (_userId: string, id: string) => {
        const log = ended.get(id);
        return log === undefined ? null : [snapshotRun(identity, log.state, 0)];
      },
    };
    const servers = await startTwoServers(rows, 50);
    const made = servers.log(identity);
    const { log } = made;
    log.append([{ type: 'run-start', ...identity }]);
    const pages = [page(made)];
    const rejoin = () => {
      for (const one of pages) if (one.ended() === 'cut' && servers.follower.isUp) one.join();
    };
    for (let step = 0; step < 400; step += 1) {
      const count = random(5);
      log.append(Array.from({ length: count }, (_, at) => delta(`${step}.${at} `)));
      if (step % 40 === 20) pages.push(page(made));
      if (step % 50 === 49) {
        const type = ['normal', 'pubsub', 'normal'][random(3)] ?? 'normal';
        await command(servers.redis.url, ['CLIENT', 'KILL', 'TYPE', type]).catch(() => {});
      }
      if (step % 150 === 149) await command(servers.redis.url, ['FLUSHALL']).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, random(8)));
      rejoin();
    }
    log.append([end]);
    log.end();
    ended.set(made.runId, log);
    await eventually(() => {
      rejoin();
      return pages.every((one) => one.ended() === 'over');
    }, 'all ends');
    for (const one of pages) {
      expect(one.state()).toEqual(log.state);
      // Numbers only go back where everything begins again.
      let last = 0;
      for (const { seq, event } of one.events) {
        if (event.type === 'run-start') last = seq;
        else if (seq !== 0) {
          if (last !== 0) expect(seq).toBe(last + 1);
          last = seq;
        }
      }
    }
    await servers.stop();
    logs.stop();
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { testEnvironment } from '@/lib/platform/db/testing/test-environment';
import { replaceEnv } from '@/lib/platform/env/env';
import type { Origin } from '@/lib/platform/server/http/origin';
import { openRedis } from '@/lib/platform/server/redis/open-redis';
import type { SharedRedis } from '@/lib/platform/server/redis/shared-redis';
import { type RedisServer, startRedis } from '@/lib/platform/server/redis/testing/redis-server';
import { captureLogs } from '@/lib/testing/call-route';
import { eventually } from '@/lib/testing/runs';
import { type ComparisonCell, createLiveRun, type LiveRun } from '../live-run';
import { createSlotsEverywhere } from './slots-everywhere';

let redis: RedisServer;
/** Another one in each test. */
let ada: string;
const clients: SharedRedis[] = [];

beforeAll(async () => {
  replaceEnv(
    testEnvironment({ MAX_OPEN_RUNS_PER_USER: '3', MAX_OPEN_RUNS: '8', MAX_OPEN_RUNS_PER_ADDRESS: '2' }),
  );
  redis = await startRedis();
  clients.push(openRedis(redis.url, randomUUID()), openRedis(redis.url, randomUUID()));
  await eventually(() => clients.every(({ isUp }) => isUp), 'Redis');
});
beforeEach(async () => {
  ada = randomUUID();
  await clients[0]?.send(['FLUSHDB']);
});
afterAll(async () => {
  for (const client of clients) client.close();
  await redis.stop();
});

/** Places that are renewed for as long as nobody leaves them. */
const placed: (() => void)[] = [];
afterEach(() => {
  for (const leave of placed.splice(0)) leave();
});

function server(client: SharedRedis | undefined, leaseMs?: number) {
  let frees = 0;
  const slots = createSlotsEverywhere({
    onFree: () => {
      frees += 1;
    },
    redis: () => client ?? null,
    ...(leaseMs !== undefined && { leaseMs, renewMs: leaseMs / 5 }),
  });
  return {
    slots,
    frees: () => frees,
    /** Null: it has a place. */
    take: async (one: LiveRun) => {
      const refusal = await slots.take(one);
      if (refusal === null) placed.push(() => slots.leave(one));
      return refusal;
    },
    leave: slots.leave,
  };
}

const guestAt = (address: string): Origin => ({ address, isGuest: true, isNewcomer: false });

function run(userId: string, { origin = null as Origin | null, cell = false } = {}): LiveRun {
  const comparisonCell: ComparisonCell | undefined = cell ? { comparisonId: 'c', cell: 'a' } : undefined;
  return createLiveRun({
    identity: { runId: randomUUID(), createdAt: new Date().toISOString(), choiceCount: 1 },
    userId,
    origin,
    idempotencyKey: randomUUID(),
    idempotencyHash: 'x',
    grace: null,
    ...(comparisonCell && { comparisonCell }),
  }).run;
}

it('counts a user’s runs over all servers, however many ask at once', async () => {
  const servers = [server(clients[0]), server(clients[1])];
  const asked = Array.from({ length: 20 }, (_, at) => servers[at % 2]?.take(run(ada)));
  const answers = await Promise.all(asked);
  expect(answers.filter((answer) => answer === null)).toHaveLength(3);
  expect(answers.find((answer) => answer !== null)).toMatchObject({
    code: 'too_many_runs',
    message: 'You have 3 runs in progress. Stop one or wait for one to finish.',
  });
  expect(await servers[0]?.take(run('bob'))).toBeNull();
});

it('counts all runs, and those of guests by address and together', async () => {
  const [a, b] = [server(clients[0]), server(clients[1])];
  const at = (address: string) => run(randomUUID(), { origin: guestAt(address) });
  expect(await a.take(at('203.0.113.1'))).toBeNull();
  expect(await b.take(at('203.0.113.1'))).toBeNull();
  expect((await a.take(at('203.0.113.1')))?.message).toContain('guest runs from your network');
  expect(await a.take(at('203.0.113.2'))).toBeNull();
  expect(await b.take(at('203.0.113.3'))).toBeNull();
  // Half of all slots are for guests.
  expect((await b.take(at('203.0.113.4')))?.message).toContain('All guest slots');
  for (let place = 4; place < 8; place += 1) expect(await a.take(run(randomUUID()))).toBeNull();
  expect((await b.take(run(randomUUID())))?.message).toContain('reached its run limit');
});

it('a run outside of comparisons may be one more than a comparison’s cells, on any server', async () => {
  const [a, b] = [server(clients[0]), server(clients[1])];
  for (let cell = 0; cell < 3; cell += 1) {
    expect(await (cell % 2 ? a : b).take(run(ada, { cell: true }))).toBeNull();
  }
  expect(await a.take(run(ada, { cell: true }))).not.toBeNull();
  expect(await b.take(run(ada))).toBeNull();
  expect(await a.take(run(ada))).not.toBeNull();
});

it('remembers a refusal for a moment, and hears when a slot is free elsewhere', async () => {
  // The one that has to hear of it is the last to listen.
  const [a, b] = [server(clients[0]), server(clients[1])];
  const runs = [run(ada), run(ada), run(ada)];
  for (const one of runs) expect(await a.take(one)).toBeNull();
  const request = { userId: ada, origin: null };
  expect(b.slots.refused(request)).toBeNull();
  expect(await b.take(run(ada))).not.toBeNull();
  expect(b.slots.refused(request)).not.toBeNull();
  expect(b.slots.refused({ userId: 'bob', origin: null })).toBeNull();
  const before = b.frees();
  if (runs[0]) a.leave(runs[0]);
  await eventually(() => b.frees() > before && b.slots.refused(request) === null, 'the free slot');
  expect(await b.take(run(ada))).toBeNull();
});

it('the slots of a dead process lapse, those of a living one do not', async () => {
  const dying = openRedis(redis.url, randomUUID());
  await eventually(() => dying.isUp, 'Redis');
  const [dies, lives, asks] = [server(dying, 400), server(clients[0], 400), server(clients[1], 400)];
  expect(await dies.take(run(ada))).toBeNull();
  expect(await dies.take(run(ada))).toBeNull();
  expect(await lives.take(run(ada))).toBeNull();
  expect(await asks.take(run(ada))).not.toBeNull();
  dying.close();
  await eventually(async () => (await asks.take(run(ada))) === null, 'a lapsed slot');
  await eventually(async () => (await asks.take(run(ada))) === null, 'the other one');
  expect(await asks.take(run(ada))).not.toBeNull();
});

it.skipIf(process.env.TEST_REDIS_URL)(
  'counts alone while Redis is away, and together again after',
  async () => {
    const [a, b] = [server(clients[0]), server(clients[1])];
    for (let at = 0; at < 3; at += 1) expect(await a.take(run(ada))).toBeNull();
    const logs = captureLogs();
    await redis.kill();
    await eventually(() => clients.every(({ isUp }) => !isUp), 'its absence');
    const extra = run(ada);
    expect(await b.take(extra)).toBeNull();
    await redis.restart();
    await eventually(() => clients.every(({ isUp }) => isUp), 'its return');
    // It came back empty: what both hold is said again.
    await eventually(async () => {
      const held = await clients[0]?.send(['ZCARD', clients[0].key(`slots:user:${ada}`)]);
      return held === 4;
    }, 'the slots of both');
    b.leave(extra);
    expect(await b.take(run(ada))).not.toBeNull();
    logs.stop();
  },
);

it('cells stay refused until there is room, whatever gets free elsewhere', async () => {
  const [a, b] = [server(clients[0]), server(clients[1])];
  const cells = Array.from({ length: 3 }, () => run(ada, { cell: true }));
  const other = run(randomUUID());
  for (const one of [...cells, other]) expect(await a.take(one)).toBeNull();
  const bound = { scope: 'user', of: ada, max: 3 };
  expect(await b.take(run(ada, { cell: true }))).not.toBeNull();
  expect(b.slots.boundsForCells()).toEqual([bound]);
  // A run outside of comparisons is another matter.
  expect(b.slots.refused({ userId: ada, origin: null })).toBeNull();

  const asked = await checks();
  const frees = b.frees();
  a.leave(other);
  // Taken again at once, as the server does that had it.
  if (cells[0]) a.leave(cells[0]);
  expect(await a.take(run(ada, { cell: true }))).toBeNull();
  await eventually(async () => (await checks()) >= asked + 3, 'three looks');
  expect(b.slots.boundsForCells()).toEqual([bound]);
  expect(b.frees()).toBe(frees);

  if (cells[1]) a.leave(cells[1]);
  await eventually(() => b.frees() > frees, 'the slot that stays free');
  expect(b.slots.boundsForCells()).toEqual([]);
  expect(await b.take(run(ada, { cell: true }))).toBeNull();
});

it('a server that had a cell refused tries at once when a slot of its own gets free', async () => {
  const a = server(clients[0]);
  const cells = Array.from({ length: 3 }, () => run(ada, { cell: true }));
  for (const one of cells) expect(await a.take(one)).toBeNull();
  expect(await a.take(run(ada, { cell: true }))).not.toBeNull();
  if (cells[0]) a.leave(cells[0]);
  expect(a.slots.boundsForCells()).toEqual([]);
  expect(await a.take(run(ada, { cell: true }))).toBeNull();
});

it('a place that was reserved in vain tells nothing new about a bound', async () => {
  const a = server(clients[0]);
  for (let cell = 0; cell < 3; cell += 1) expect(await a.take(run(ada, { cell: true }))).toBeNull();
  expect(await a.take(run(ada, { cell: true }))).not.toBeNull();
  const full = a.slots.boundsForCells();
  expect(full).toMatchObject([{ scope: 'user', of: ada }]);
  a.slots.release(randomUUID(), {
    userId: ada,
    origin: null,
    comparisonCell: { comparisonId: 'c', cell: 'a' },
  });
  expect(a.slots.boundsForCells()).toEqual(full);
});

/** How many scripts Redis was asked for. */
async function checks(): Promise<number> {
  const stats = String(await clients[0]?.send(['INFO', 'commandstats']));
  return Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1] ?? 0);
}

import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readQueueCounts, readQueueLists } from '@/lib/compare/db/read-queue';
import { deleteConnection } from '@/lib/connections/server/manage-connections';
import { openRedis } from '@/lib/platform/server/redis/open-redis';
import { replaceRedis, type SharedRedis } from '@/lib/platform/server/redis/shared-redis';
import { type RedisServer, startRedis } from '@/lib/platform/server/redis/testing/redis-server';
import { createLiveRun, type LiveRun } from '@/lib/runs/server/live-run';
import { createRunRegistry } from '@/lib/runs/server/registry';
import { createSlotsEverywhere, type SlotsEverywhere } from '@/lib/runs/server/shared/slots-everywhere';
import { newVisitor } from '@/lib/testing/call-route';
import { columnsPlan, quietComparison } from '@/lib/testing/comparisons';
import { describeRuns } from '@/lib/testing/describe-runs';
import { eventually } from '@/lib/testing/runs';
import { answers } from '@/lib/testing/upstream-answers';
import { createComparison } from './change-comparison';
import { createQueueKeeper } from './keep-queue';
import { createScheduler } from './scheduler';
import { startComparison } from './start-comparison';

/** The slots of a user are held by another server, and cells of theirs wait here. */
describeRuns('cells and slots that other servers hold', ({ upstream, connect, setEnv }) => {
  let redis: RedisServer;
  let clients: SharedRedis[];
  const drops: (() => Promise<void>)[] = [];
  const held: (() => void)[] = [];

  beforeEach(async () => {
    redis = await startRedis();
    clients = [openRedis(redis.url, randomUUID()), openRedis(redis.url, randomUUID())];
    await eventually(() => clients.every(({ isUp }) => isUp), 'Redis');
    setEnv({ MAX_OPEN_RUNS_PER_USER: '2' });
    upstream().always(answers.stream(['text']));
  });
  afterEach(async () => {
    for (const drop of drops.splice(0)) await drop();
    for (const leave of held.splice(0)) leave();
    replaceRedis(null);
    for (const client of clients) client.close();
    await redis.stop();
  });

  async function twoServers() {
    const [theirs, ours] = clients as [SharedRedis, SharedRedis];
    const { user } = await newVisitor();
    // The last one that listens is the one that hears: ours.
    const others = createSlotsEverywhere({ onFree: () => {}, redis: () => theirs });
    const runs = [await hold(others, user.id), await hold(others, user.id)];
    replaceRedis(ours);
    const registry = createRunRegistry();
    const scheduler = createScheduler({ registry });
    drops.push(() => scheduler.dropUser(user.id));
    const connectionId = await connect(user.id);
    const columns = Array.from({ length: 6 }, (_, at) => ({
      connectionId,
      model: 'test-model',
      prompt: `${at}`,
    }));
    const { id } = await createComparison(user.id, { plan: columnsPlan(columns, { background: true }) });
    const counts = () => readQueueCounts(id);
    return {
      others,
      runs,
      user,
      connectionId,
      comparisonId: id,
      scheduler,
      ...createQueueKeeper({ scheduler }),
      counts,
      start: () => startComparison(user.id, id, { idempotencyKey: randomUUID(), cells: 'all' }, scheduler),
      /** Cells that were taken and put back: nothing else makes another list of what waits. */
      putBack: async () => (await counts()).version - 1,
      /** It knows that there is no slot. */
      refused: () => eventually(() => registry.slots.elsewhere.boundsForCells().length > 0, 'a refusal'),
      quiet: () => quietComparison(user.id, id, scheduler),
    };
  }

  /** A run of that user, on the other server. */
  async function hold(others: SlotsEverywhere, userId: string): Promise<LiveRun> {
    const { run } = createLiveRun({
      identity: { runId: randomUUID(), createdAt: new Date().toISOString(), choiceCount: 1 },
      userId,
      origin: null,
      idempotencyKey: randomUUID(),
      idempotencyHash: 'x',
      grace: null,
      comparisonCell: { comparisonId: 'c', cell: 'a' },
    });
    expect(await others.take(run)).toBeNull();
    held.push(() => others.leave(run));
    return run;
  }

  /** Slots that are taken, of everybody. */
  async function places(): Promise<number> {
    const [theirs] = clients as [SharedRedis, SharedRedis];
    return Number(await theirs.send(['ZCARD', theirs.key('slots:all:')]));
  }

  /** How many scripts Redis was asked for: looks at the slots are among them. */
  async function asked(): Promise<number> {
    const stats = String(await clients[0]?.send(['INFO', 'commandstats']));
    return Number(/cmdstat_evalsha:calls=(\d+)/.exec(stats)?.[1] ?? 0);
  }

  it('a cell is not taken before there is a slot for it', async () => {
    const at = await twoServers();
    await at.start();
    await at.refused();

    // Its looks, a slot of somebody else that gets free, and one that is taken again at once.
    const somebody = await hold(at.others, randomUUID());
    const before = await asked();
    await at.look();
    at.others.leave(somebody);
    const [theirs] = clients as [SharedRedis, SharedRedis];
    const key = theirs.key(`slots:user:${somebody.userId}`);
    await eventually(async () => (await theirs.send(['EXISTS', key])) === 0, 'a slot that is left');
    at.others.leave(at.runs[0] as LiveRun);
    await hold(at.others, at.user.id);
    await at.scheduler.pump();
    await eventually(async () => (await asked()) >= before + 5, 'looks at the slots');
    await at.look();
    await at.scheduler.pump();
    expect(await at.counts()).toMatchObject({ waiting: 6, taken: [] });
    expect(await at.putBack()).toBe(0);
    expect(upstream().requests).toEqual([]);

    // One slot is enough for all of them, one after the other.
    at.others.leave(at.runs[1] as LiveRun);
    await at.quiet();
    expect(upstream().requests).toHaveLength(6);
    expect(await at.putBack()).toBe(0);
    // The one that the other server still has.
    await eventually(async () => (await places()) === 1, 'the slots that are given back');
  });

  it('gives back the slots of cells that get no run', async () => {
    const at = await twoServers();
    for (const run of at.runs) at.others.leave(run);
    await eventually(async () => (await places()) === 0, 'free slots');
    // There is no such connection when its turn comes.
    await deleteConnection(at.user.id, at.connectionId);
    await at.start();
    await at.quiet();
    expect((await readQueueLists(at.comparisonId)).refused).toHaveLength(6);
    await eventually(async () => (await places()) === 0, 'free slots');
  });

  it('finds by itself that the other server is gone with what it held', async () => {
    const at = await twoServers();
    await at.start();
    await at.refused();
    // Nobody says so.
    const [theirs] = clients as [SharedRedis, SharedRedis];
    await theirs.send(['DEL', theirs.key(`slots:user:${at.user.id}`)]);
    await at.quiet();
    expect(upstream().requests).toHaveLength(6);
  });

  it.skipIf(process.env.TEST_REDIS_URL)('goes on alone when Redis is away', async () => {
    const at = await twoServers();
    await at.start();
    await at.refused();
    await redis.kill();
    await at.quiet();
    expect(upstream().requests).toHaveLength(6);
  });
});

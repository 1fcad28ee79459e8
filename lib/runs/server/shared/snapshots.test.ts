import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { command } from '@/lib/platform/server/redis/testing/redis-server';
import type { NumberedRunEvent, RunEvent } from '@/lib/protocol/run/run-events';
import { applyRunEvent, emptyRunState } from '@/lib/protocol/run/run-state';
import { type SharedLog, startTwoServers, type TwoServers } from '@/lib/testing/redis-logs';
import { eventually } from '@/lib/testing/runs';
import { createLiveLog } from '../live-log';
import { logKey } from './log-entries';
import { createSnapshots, readChunk } from './snapshots';

const identity = { runId: 'run', createdAt: '2026-01-01T00:00:00.000Z', choiceCount: 1 };
const delta = (text: string): RunEvent => ({ type: 'text-delta', index: 0, text });

let servers: TwoServers;
beforeAll(async () => {
  servers = await startTwoServers();
});
afterEach(() => command(servers.redis.url, ['FLUSHALL']));
afterAll(() => servers.stop());

const chunksInRedis = async () =>
  (await servers.owner.send(['KEYS', servers.owner.key('snapshot:*')])) as string[];

/** How many snapshots are in Redis. */
async function inRedis(): Promise<number> {
  return new Set((await chunksInRedis()).map((key) => key.replace(/:\d+$/, ''))).size;
}

function run(runId: string, characters = 10) {
  const log = createLiveLog(identity);
  log.append([{ type: 'run-start', ...identity }, delta('x'.repeat(characters))]);
  return { identity: { ...identity, runId }, log };
}

/** A reader, with the snapshots that it got. */
function read({ subscribe }: SharedLog, after: number) {
  const events: NumberedRunEvent[] = [];
  let cut = false;
  const leave = subscribe(after, {
    onEvents: (more) => events.push(...more),
    onEnd: () => {
      cut = true;
    },
  });
  return {
    events,
    leave,
    isCut: () => cut,
    snapshots: () => events.filter(({ event, seq }) => event.type === 'run-start' && seq === 0).length,
  };
}

describe('snapshots in Redis', () => {
  it('are shared by all readers, as long as they go far enough', async () => {
    const snapshots = createSnapshots(servers.owner, { restMs: 50 });
    const one = run('one');
    const first = await snapshots.take(one);
    one.log.append([delta('more')]);
    expect(await snapshots.take(one)).toEqual(first);
    expect(await snapshots.take(one, 2)).toEqual(first);
    const [second, again] = await Promise.all([snapshots.take(one, 3), snapshots.take(one, 1)]);
    expect(second?.seq).toBe(3);
    expect(again?.seq).toBeGreaterThanOrEqual(2);
    // A number that the run does not have.
    expect(await snapshots.take(one, 9e14)).toEqual(second);
  });

  it('of one run are two at most: the newest, and one that may be read', async () => {
    const snapshots = createSnapshots(servers.owner, { restMs: 20 });
    const one = run('one');
    for (let at = 0; at < 8; at += 1) {
      one.log.append([delta('more')]);
      await snapshots.take(one, one.log.lastSeq);
      expect(await inRedis()).toBeLessThanOrEqual(2);
    }
  });

  it('of one run are made with a rest in between', async () => {
    const snapshots = createSnapshots(servers.owner, { restMs: 200 });
    const one = run('one');
    await snapshots.take(one);
    const begun = performance.now();
    one.log.append([delta('more')]);
    await snapshots.take(one, one.log.lastSeq);
    expect(performance.now() - begun).toBeGreaterThan(150);
  });

  it('go when nobody reads them, and stay while somebody does', async () => {
    const snapshots = createSnapshots(servers.owner, { ttlMs: 150 });
    const [left, kept] = [await snapshots.take(run('left')), await snapshots.take(run('kept', 400_000))];
    if (left === null || kept === null) throw new Error('no room');
    expect(kept.chunks).toBeGreaterThan(1);
    expect(await readChunk(servers.follower, kept, 0)).toContain('xxx');
    await eventually(async () => (await inRedis()) === 1, 'the end of one');
    expect(await readChunk(servers.follower, left, 0)).toBeNull();
    expect(await readChunk(servers.follower, kept, kept.chunks - 1)).toContain('"seq":2');
  });

  it('that Redis has lost are made again', async () => {
    const snapshots = createSnapshots(servers.owner, { restMs: 20 });
    const one = run('one');
    const first = await snapshots.take(one);
    await command(servers.redis.url, ['FLUSHALL']);
    const second = await snapshots.take(one);
    expect(second?.key).not.toBe(first?.key);
    expect(await inRedis()).toBe(1);
  });

  it('have a bound for all of them, at which long ones make room for shorter ones', async () => {
    const snapshots = createSnapshots(servers.owner, { maxBytes: 1_000_000, restMs: 20 });
    expect(await snapshots.take(run('too long', 1_100_000))).toBeNull();
    await eventually(async () => (await inRedis()) === 0, 'nothing of it');
    const long = await snapshots.take(run('long', 700_000));
    expect(long).not.toBeNull();
    expect(await snapshots.take(run('also long', 800_000))).toBeNull();
    expect(await snapshots.take(run('short', 400_000))).not.toBeNull();
    await eventually(async () => (await inRedis()) === 1, 'the short one alone');
  });
});

describe('a reader with a number that its run does not have', () => {
  it('gets one snapshot and goes on, and a hundred of them share it', async () => {
    const made = servers.log(identity);
    made.log.append([{ type: 'run-start', ...identity }, delta('one ')]);
    const normal = read(made, 0);
    await eventually(() => normal.events.length === 2, 'its events');
    const readers = Array.from({ length: 100 }, (_, at) => read(made, 999_999_999 + at));
    await eventually(() => readers.every(({ events }) => events.at(-1)?.seq === 2), 'all snapshots');
    expect(await inRedis()).toBe(1);
    made.log.append([delta('two')]);
    await eventually(
      () => [normal, ...readers].every(({ events }) => events.at(-1)?.seq === 3),
      'what comes then',
    );
    for (const one of readers) expect(one.snapshots()).toBe(1);
    expect(normal.snapshots()).toBe(0);
    for (const { leave } of [normal, ...readers]) leave();
  });

  it('does not disturb others when it comes before the first event is in Redis', async () => {
    const made = servers.log(identity);
    const early = read(made, 900_000_000_000_000);
    await new Promise((resolve) => setTimeout(resolve, 400));
    made.log.append([{ type: 'run-start', ...identity }, delta('one ')]);
    const others = [read(made, 0), read(made, 0), read(made, 1)];
    await eventually(() => others.every(({ events }) => events.at(-1)?.seq === 2), 'their events');
    made.log.append([delta('two')]);
    await eventually(() => others.every(({ events }) => events.at(-1)?.seq === 3), 'their events');
    for (const one of others) expect([one.snapshots(), one.isCut()]).toEqual([0, false]);
    expect(early.snapshots()).toBeLessThanOrEqual(3);
    for (const { leave } of [early, ...others]) leave();
  });
});

it('a reader whom no snapshot helps is let go after three, with rests in between', async () => {
  const made = servers.log(identity);
  made.log.append([{ type: 'run-start', ...identity }, delta('one')]);
  const key = logKey(servers.owner, made.runId);
  await eventually(async () => (await servers.owner.send(['EXISTS', key])) === 1, 'the stream');
  // A stream that no snapshot reaches.
  await servers.owner.send(['XTRIM', key, 'MAXLEN', '0']);
  await servers.owner.send(['XADD', key, '900-0', 'f', '900', 'e', JSON.stringify([delta('x')])]);
  const begun = performance.now();
  const reader = read(made, 0);
  await eventually(reader.isCut, 'its end');
  expect(reader.snapshots()).toBe(3);
  expect(performance.now() - begun).toBeGreaterThan(900);
  expect(await inRedis()).toBeLessThanOrEqual(2);
});

it('a run that goes on quickly: a reader gets a snapshot that its stream continues', async () => {
  const made = servers.log(identity, 5_000);
  const { log } = made;
  log.append([{ type: 'run-start', ...identity }]);
  for (let at = 0; at < 200; at += 1) log.append([delta(`${at} `)]);
  const first = read(made, 999_999);
  await eventually(() => first.events.at(-1)?.seq === log.lastSeq, 'the first snapshot');
  // More than the stream keeps, within the time for which a snapshot would be shared.
  for (let at = 0; at < 200; at += 1) log.append([delta(`${at} `)]);
  await eventually(() => first.events.at(-1)?.seq === log.lastSeq, 'the rest');
  const second = read(made, 0);
  await eventually(() => second.events.at(-1)?.seq === log.lastSeq, 'the second snapshot');
  expect(second.snapshots()).toBe(1);
  const state = emptyRunState(1);
  for (const { event } of second.events) applyRunEvent(state, event);
  expect(state).toEqual(log.state);
});

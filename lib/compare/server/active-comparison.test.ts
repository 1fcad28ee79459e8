import { expect, it } from 'vitest';
import { NOTHING_QUEUED, type QueueCounts } from '@/lib/compare/db/read-queue';
import type { QueueEvent } from '@/lib/compare/model/comparison-events';
import { replaceRedis, type SharedRedis } from '@/lib/platform/server/redis/shared-redis';
import { GRACE_MS } from '@/lib/runs/server/unwatched';
import { captureLogs } from '@/lib/testing/call-route';
import { eventually } from '@/lib/testing/runs';
import { createActiveComparison } from './active-comparison';

/** An active comparison over rows that the test changes. */
function overRows(waiting: string[] = []) {
  const rows = {
    version: 1,
    total: waiting.length,
    waiting,
    taken: [] as QueueCounts['taken'],
    refused: [] as { cell: string; code: string; message: string; param: null }[],
    lists: 0,
    more: {} as Partial<QueueCounts>,
  };
  const active = createActiveComparison({
    userId: 'me',
    comparisonId: 'one',
    processId: 'here',
    grace: () => () => {},
    onUnwatched: () => {},
    onQuiet: () => {},
    rows: {
      counts: async () => ({
        ...NOTHING_QUEUED,
        ...rows.more,
        version: rows.version,
        total: rows.total,
        waiting: rows.waiting.length,
        refused: rows.refused.length,
        taken: rows.taken,
      }),
      lists: async () => {
        rows.lists += 1;
        return { waiting: [...rows.waiting], refused: [...rows.refused] };
      },
    },
  });
  return { rows, active };
}

function reader() {
  const news: QueueEvent[] = [];
  return {
    news,
    subscriber: {
      onRun: () => {},
      onQueue: (one: QueueEvent) => void news.push(one),
      onDropped: () => {},
    },
    last: () => news.at(-1),
  };
}

const taken = (cell: string, runId: string, tries = 0) => ({
  ...{ startId: 's', comparisonId: 'one', cell, runId, connectionId: null, takenAt: 0, attempts: [] },
  tries,
  isSlowed: false,
});

it('says to other servers that it is watched, once for all of its pages', async () => {
  const said: (readonly string[])[] = [];
  replaceRedis({
    processId: 'here',
    isUp: true,
    key: (name: string) => name,
    run: async (_script: unknown, keys: readonly string[], args: readonly string[]) =>
      void said.push([...keys, ...args]),
    onUp: () => () => {},
  } as unknown as SharedRedis);
  try {
    const { active } = overRows(['a']);
    const topic = 'watched:comparison:one';
    const leaves = [active.watch(reader().subscriber), active.watch(reader().subscriber)];
    // It counts for as long as its server says so again, and for the grace time after.
    expect(said).toEqual([[topic, 'here', String(20_000 + GRACE_MS)]]);
    leaves[0]?.();
    leaves[0]?.();
    expect(said).toHaveLength(1);
    leaves[1]?.();
    expect(said.slice(1)).toEqual([[topic, 'here', String(GRACE_MS)]]);
    active.watch(reader().subscriber)();
    expect(said).toHaveLength(4);
  } finally {
    replaceRedis(null);
  }
});

it('drops a subscriber that throws, and keeps notifying the others', async () => {
  const logs = captureLogs();
  const { rows, active } = overRows(['a']);
  let dropped = 0;
  active.watch({
    ...reader().subscriber,
    onQueue: () => {
      throw new Error('a broken reader');
    },
    onDropped: () => {
      dropped += 1;
      throw new Error('still broken');
    },
  });
  const good = reader();
  active.watch(good.subscriber);
  await eventually(() => good.news.length > 0 && dropped === 1);
  expect(good.news[0]).toMatchObject({ type: 'queue', waiting: ['a'], total: 1 });
  rows.waiting.splice(0);
  rows.version += 1;
  rows.total = 0;
  await active.refresh();
  await eventually(() => good.news.filter(({ type }) => type === 'queue').length > 1);
  expect(good.news.findLast(({ type }) => type === 'queue')).toMatchObject({
    waiting: [],
    total: 0,
  });
  expect(dropped).toBe(1);
  expect(active.watchers).toBe(1);
  logs.stop();
});

it('sends thousands of names once, and then steps that stay small', async () => {
  const cells = Array.from({ length: 5_000 }, (_, at) => `r${at}`);
  const { rows, active } = overRows([...cells]);
  const page = reader();
  active.watch(page.subscriber);
  await eventually(() => page.news.length > 0);
  expect(page.news[0]).toMatchObject({ type: 'queue', waiting: cells, version: 1, starting: 0 });
  const lists = rows.lists;
  for (const [at, cell] of cells.slice(0, 50).entries()) {
    rows.waiting.shift();
    rows.taken = [{ cell, runId: `run ${at}`, processId: 'here', hasRun: false }];
    const running = active.begin(taken(cell, `run ${at}`));
    await eventually(() => active.waiting === 5_000 - at - 1);
    rows.taken = [];
    active.ended(running);
    await Promise.resolve();
  }
  await eventually(() => {
    const last = page.last();
    return last?.type === 'queue-step' && last.left === 50 && last.done === 50;
  });
  const steps = page.news.filter(({ type }) => type === 'queue-step');
  for (const step of steps) expect(JSON.stringify(step).length).toBeLessThan(300);
  expect(page.news.filter(({ type }) => type === 'queue')).toHaveLength(1);
  expect(rows.lists).toBe(lists);
});

it('sends the whole list again when it has changed in the middle', async () => {
  const { rows, active } = overRows(['a', 'b', 'c', 'd']);
  const page = reader();
  active.watch(page.subscriber);
  await eventually(() => page.news.length > 0);
  rows.waiting.shift();
  active.begin(taken('a', '1'));
  await eventually(() => page.last()?.type === 'queue-step');
  expect(page.last()).toMatchObject({ version: 1, left: 1, starting: ['a'] });
  // Somebody else's stop.
  rows.waiting = ['b', 'd'];
  rows.version += 1;
  rows.total -= 1;
  await active.refresh();
  const wholes = () => page.news.filter(({ type }) => type === 'queue');
  await eventually(() => wholes().length === 2);
  expect(wholes()[1]).toMatchObject({ waiting: ['a', 'b', 'd'], version: 2, total: 3 });
});

it('says why a cell was refused once, and where others run', async () => {
  const { rows, active } = overRows(['a', 'b']);
  const page = reader();
  let elsewhere = 0;
  active.watch({
    ...page.subscriber,
    onElsewhere: () => {
      elsewhere += 1;
    },
  });
  await eventually(() => page.news.length > 0);
  const refusal = { code: 'not_found', message: 'Gone.', param: null };
  rows.waiting.shift();
  const running = active.begin(taken('a', '1'));
  rows.refused.push({ cell: 'a', ...refusal });
  active.ended(running, refusal);
  await eventually(() => {
    const last = page.last();
    return last?.type === 'queue-step' && last.done === 1;
  });
  const said = page.news.flatMap((one) => (one.type === 'queue-step' ? one.refused : []));
  expect(said).toEqual([{ cell: 'a', ...refusal }]);
  rows.waiting.shift();
  rows.taken = [{ cell: 'b', runId: '2', processId: 'there', hasRun: true }];
  await active.refresh();
  await eventually(() => {
    const last = page.last();
    return last?.type === 'queue-step' && last.live.length === 1;
  });
  expect(page.last()).toMatchObject({ live: [{ cell: 'b', runId: '2' }], done: 1, total: 2 });
  rows.taken = [];
  await active.refresh();
  expect(elsewhere).toBe(2);
  expect(active.isUnderWay).toBe(false);
});

it('sends a cell that was put back before all others, without the list of those', async () => {
  const { rows, active } = overRows(['a', 'b', 'c']);
  const page = reader();
  active.watch(page.subscriber);
  await eventually(() => page.news.length > 0);
  rows.waiting.shift();
  active.putBack(active.begin(taken('a', '1')), true);
  rows.more = { retrying: ['a'], nextTryMs: 12_000 };
  await active.refresh();
  await eventually(() => {
    const last = page.last();
    return last?.type === 'queue-step' && last.slowed !== undefined;
  });
  const step = { version: 1, left: 1, starting: ['a'], live: [], done: 0, total: 3 };
  expect(page.last()).toMatchObject(step);
  const last = page.last();
  expect(last?.type === 'queue-step' && last.slowed?.nextTryMs).toBeGreaterThan(0);
  expect(active.waiting).toBe(3);
  expect(await active.queue()).toMatchObject({ waiting: ['a', 'b', 'c'], done: 0, total: 3 });
  // Taken again.
  rows.more = {};
  const running = active.begin(taken('a', '2', 1));
  expect(active.waiting).toBe(2);
  active.ended(running);
  await eventually(() => {
    const now = page.last();
    return now?.type === 'queue-step' && now.done === 1;
  });
  expect(rows.lists).toBe(2);
});

it('does not count a paused one as going on', async () => {
  const { rows, active } = overRows(['a', 'b']);
  const page = reader();
  const leave = active.watch(page.subscriber);
  await eventually(() => page.news.length > 0);
  rows.more = { paused: true };
  await active.refresh();
  await eventually(() => {
    const last = page.last();
    return last?.type === 'queue-step' && last.paused === true;
  });
  expect(active.isUnderWay).toBe(true);
  expect(active.isIdle()).toBe(false);
  leave();
  expect(active.isIdle()).toBe(true);
  rows.more = {};
  await active.refresh();
  expect(active.isIdle()).toBe(false);
});

it('counts a cell once that was taken before this process knew', async () => {
  const { rows, active } = overRows(['a', 'b']);
  await active.refresh();
  expect(active.waiting).toBe(2);
  rows.waiting.shift();
  rows.taken = [{ cell: 'a', runId: '1', processId: 'here', hasRun: false }];
  await active.refresh();
  expect(active.waiting).toBe(1);
  const running = active.begin(taken('a', '1'));
  expect(active.waiting).toBe(1);
  expect(await active.queue()).toMatchObject({ waiting: ['a', 'b'], done: 0, total: 2 });
  rows.taken = [];
  active.ended(running);
  expect(await active.queue()).toMatchObject({ waiting: ['b'], done: 1, total: 2 });
});

it('reads again after a read that failed', async () => {
  const logs = captureLogs();
  let fails = true;
  const active = createActiveComparison({
    userId: 'me',
    comparisonId: 'one',
    processId: 'here',
    grace: () => () => {},
    onUnwatched: () => {},
    onQuiet: () => {},
    rows: {
      counts: async () => {
        if (fails) throw new Error('the database is away');
        return { ...NOTHING_QUEUED, version: 1, total: 1, waiting: 1 };
      },
      lists: async () => ({ waiting: ['a'], refused: [] }),
    },
  });
  const page = reader();
  active.watch(page.subscriber);
  await eventually(() => logs.text().includes("couldn't read the queue"));
  fails = false;
  await eventually(() => page.news.length > 0);
  expect(page.news[0]).toMatchObject({ type: 'queue', waiting: ['a'] });
  logs.stop();
});

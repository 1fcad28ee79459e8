import { expect, it, vi } from 'vitest';
import { endHiddenWatch } from './hidden-watch';
import { createLiveRun } from './live-run';
import { createRunRegistry } from './registry';
import type { Grace } from './unwatched';
import { watchRun } from './watch-run';

const page = (runId: string, name = 'one') => ({ userId: 'ada', id: runId, page: name });

/** A run whose grace is over when the test says so. */
function setUp() {
  let over: (() => void) | null = null;
  const grace: Grace = (onOver) => {
    over = onOver;
    return () => {
      over = null;
    };
  };
  const registry = createRunRegistry();
  const runId = crypto.randomUUID();
  const { run } = createLiveRun({
    identity: { runId, createdAt: new Date().toISOString(), choiceCount: 1 },
    userId: 'ada',
    idempotencyKey: crypto.randomUUID(),
    idempotencyHash: 'x',
    grace,
  });
  registry.add(run);
  return { run, registry, runId, isWaited: () => over !== null };
}

it('a hidden page keeps its run going for as long as it says that it is there', async () => {
  vi.useFakeTimers();
  const { run, registry, runId, isWaited } = setUp();
  expect(isWaited()).toBe(true);
  for (let beat = 0; beat < 5; beat += 1) {
    expect(await watchRun(page(runId), { registry })).toEqual({ live: true });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(run.watchers).toBe(1);
    expect(isWaited()).toBe(false);
  }
  await vi.advanceTimersByTimeAsync(150_000);
  expect(run.watchers).toBe(0);
  expect(isWaited()).toBe(true);
  vi.useRealTimers();
});

it('a stream of its own replaces it', async () => {
  const { run, registry, runId, isWaited } = setUp();
  await watchRun(page(runId), { registry });
  endHiddenWatch({ ...page(runId), userId: 'eve' });
  expect(run.watchers).toBe(1);
  endHiddenWatch(page(runId));
  expect(run.watchers).toBe(0);
  expect(isWaited()).toBe(true);
});

it('an ended run is not watched', async () => {
  const { run, registry, runId } = setUp();
  await watchRun(page(runId), { registry });
  run.log.end();
  expect(run.watchers).toBe(0);
  expect(await watchRun(page(runId), { registry })).toEqual({ live: false });
});

it('an ended run is let go at once: no timer keeps it', async () => {
  vi.useFakeTimers();
  try {
    const { run, registry, runId } = setUp();
    const before = vi.getTimerCount();
    await watchRun(page(runId), { registry });
    await watchRun(page(runId, 'two'), { registry });
    expect(vi.getTimerCount()).toBe(before + 2);
    run.log.end();
    expect(vi.getTimerCount()).toBe(before);
  } finally {
    vi.useRealTimers();
  }
});

it('a stream of one tab does not end the watch of another', async () => {
  const { run, registry, runId, isWaited } = setUp();
  await watchRun(page(runId, 'hidden'), { registry });
  endHiddenWatch(page(runId, 'shown'));
  endHiddenWatch(page(runId, ''));
  expect(run.watchers).toBe(1);
  expect(isWaited()).toBe(false);
  endHiddenWatch(page(runId, 'hidden'));
  expect(run.watchers).toBe(0);
});

it('a few hidden pages count, and those that called longest ago go first', async () => {
  const { run, registry, runId } = setUp();
  for (let at = 0; at < 20; at += 1) {
    await watchRun(page(runId, 'kept'), { registry });
    await watchRun(page(runId, `page ${at}`), { registry });
  }
  expect(run.watchers).toBe(8);
  endHiddenWatch(page(runId, 'page 0'));
  expect(run.watchers).toBe(8);
  endHiddenWatch(page(runId, 'kept'));
  expect(run.watchers).toBe(7);
  run.log.end();
});

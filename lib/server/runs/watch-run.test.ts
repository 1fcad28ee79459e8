import { expect, it, vi } from 'vitest';
import { endHiddenWatch } from './hidden-watch';
import { createLiveRun, type Grace } from './live-run';
import { createRunRegistry } from './registry';
import { watchRun } from './watch-run';

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
    expect(await watchRun('ada', runId, { registry })).toEqual({ live: true });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(run.watchers).toBe(1);
    expect(isWaited()).toBe(false);
  }
  await vi.advanceTimersByTimeAsync(150_000);
  expect(run.watchers).toBe(0);
  expect(isWaited()).toBe(true);
  vi.useRealTimers();
});

it('a stream of its own takes the place of that', async () => {
  const { run, registry, runId, isWaited } = setUp();
  await watchRun('ada', runId, { registry });
  endHiddenWatch('eve', runId);
  expect(run.watchers).toBe(1);
  endHiddenWatch('ada', runId);
  expect(run.watchers).toBe(0);
  expect(isWaited()).toBe(true);
});

it('an ended run is not watched', async () => {
  const { run, registry, runId } = setUp();
  await watchRun('ada', runId, { registry });
  run.log.end();
  expect(run.watchers).toBe(0);
  expect(await watchRun('ada', runId, { registry })).toEqual({ live: false });
});

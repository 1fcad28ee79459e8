import { expect, it } from 'vitest';
import { captureLogs } from '@/lib/testing/call-route';
import { createActiveComparison } from './active-comparison';

const waiting = {
  cell: 'a',
  request: { connectionId: 'practice', request: { model: 'm', prompt: 'p' } },
  contentHash: 'hash',
  idempotencyKey: 'key',
};

it('drops a subscriber that throws, and keeps notifying the others', async () => {
  const logs = captureLogs();
  let stops = 0;
  const active = createActiveComparison({
    userId: 'me',
    comparisonId: 'one',
    grace: () => () => {},
    stop: () => {
      stops += 1;
    },
    onQuiet: () => {},
  });
  let dropped = 0;
  const totals: number[] = [];
  active.watch({
    onRun: () => {},
    onQueue: () => {
      throw new Error('a broken reader');
    },
    onDropped: () => {
      dropped += 1;
      throw new Error('still broken');
    },
  });
  active.watch({ onRun: () => {}, onQueue: ({ total }) => totals.push(total), onDropped: () => {} });
  active.enqueue([waiting]);
  await Promise.resolve();
  active.clear();
  await Promise.resolve();
  expect(totals).toEqual([1, 0]);
  expect(dropped).toBe(1);
  expect(active.watchers).toBe(1);
  expect(stops).toBe(0);
  logs.stop();
});

import { expect, it } from 'vitest';
import type { RunCheckpoint } from '@/lib/runs/db/save-run';
import { createCheckpointQueue } from './checkpoint-queue';

const checkpoint = (runId: string): RunCheckpoint => ({ runId, choices: [], outputPreview: '' });
const idsOf = (checkpoints: readonly RunCheckpoint[]) => checkpoints.map(({ runId }) => runId);

it('writes what comes together at once, what comes meanwhile after that, and gives each its own outcome', async () => {
  const batches: string[][] = [];
  const more: Promise<boolean>[] = [];
  const queue = createCheckpointQueue(async (checkpoints) => {
    batches.push(idsOf(checkpoints));
    if (batches.length === 1) more.push(queue.save(checkpoint('d')), queue.save(checkpoint('e')));
    return checkpoints.map(({ runId }) => runId !== 'b');
  });
  expect(await Promise.all(['a', 'b', 'c'].map((id) => queue.save(checkpoint(id))))).toEqual([
    true,
    false,
    true,
  ]);
  expect(await Promise.all(more)).toEqual([true, true]);
  expect(batches).toEqual([
    ['a', 'b', 'c'],
    ['d', 'e'],
  ]);
});

it('writes each alone when they fail together, so that one cannot hold the others up', async () => {
  const queue = createCheckpointQueue(async (checkpoints) => {
    if (checkpoints.some(({ runId }) => runId === 'bad')) throw new Error('not this one');
    return checkpoints.map(() => true);
  });
  const outcomes = await Promise.allSettled(['a', 'bad', 'c'].map((id) => queue.save(checkpoint(id))));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await expect(queue.save(checkpoint('bad'))).rejects.toThrow('not this one');
  expect(await queue.save(checkpoint('later'))).toBe(true);
});

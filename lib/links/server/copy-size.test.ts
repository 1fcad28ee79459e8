import { expect, it } from 'vitest';
import type { SharableRun } from '@/lib/links/model/copy-run';
import { emptyRunState } from '@/lib/protocol/run/run-state';
import { createReadingBudget } from './copy-size';

function aRun(prompt: string, text: string): SharableRun {
  const choices = [{ index: 0, text, finishReason: 'stop', tokens: null }];
  const request = { model: 'm', prompt };
  return {
    status: 'complete',
    request,
    state: { ...emptyRunState(0), status: 'complete', choices },
    pace: null,
  };
}

const LIMITS = { shown: 10_000, held: 50_000 };

it('what is shown of runs counts, and all that is held of them', () => {
  const shown = createReadingBudget({ outputs: true }, LIMITS);
  shown.count(aRun('x', 'y'.repeat(9_000)));
  expect(() => shown.count(aRun('x', 'y'.repeat(2_000)))).toThrow('8 MB');

  // Prompts are in no copy of a sweep one by one, but each run has its own in memory.
  const prompts = createReadingBudget({ outputs: true }, LIMITS);
  for (let run = 0; run < 4; run += 1) prompts.count(aRun('x'.repeat(11_000), 'y'));
  expect(() => prompts.count(aRun('x'.repeat(11_000), 'y'))).toThrow('64 MB');

  const seams = createReadingBudget({ outputs: false }, LIMITS);
  seams.count(aRun('x', 'y'.repeat(30_000)));
  expect(() => seams.count(aRun('x', 'y'.repeat(30_000)))).toThrow('64 MB');
});

import { afterAll, expect, test, vi } from 'vitest';
import type { SweepRun } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellsOf } from '@/lib/compare/model/plan-cells';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import { loadWholeOutputs, outputsOf, wholeOutputsOf } from './cell-outputs';
import { isUpToDate, sweepRun } from './cell-run';

vi.stubGlobal('requestAnimationFrame', () => 0);
vi.stubGlobal('cancelAnimationFrame', () => undefined);
afterAll(() => vi.unstubAllGlobals());

const PLAN: ComparisonPlan = {
  base: { connectionId: 'practice', model: 'm', settings: DEFAULT_SETTINGS, prompt: 'On {{day}}' },
  axes: [],
  repeats: 1,
  variables: true,
  inputs: {
    columns: ['day'],
    rows: Array.from({ length: 250 }, (_, at) => ({ id: `d${at}`, values: [`day ${at}`] })),
  },
};

function light(id: string, text: string, isPart: boolean): SweepRun {
  return {
    id,
    status: 'complete',
    connectionId: 'practice',
    connectionName: 'Practice model',
    choiceCount: 1,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...(isPart && { isPart: true as const }),
    choices: [
      {
        index: 0,
        text,
        length: isPart ? 100 : text.length,
        finishReason: 'stop',
        meanLogprob: null,
        tokenCount: null,
      },
    ],
    usage: null,
    timings: { sentMs: null, headersMs: null, firstTokenMs: null, durationMs: null },
    error: null,
  };
}

test('what was left out of many runs is read together, once, and those that are gone keep what there is', async () => {
  const asked: string[][] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    const url = new URL(path, 'http://localhost');
    expect(url.pathname).toBe('/api/comparisons/c/cells');
    const ids = (url.searchParams.get('runs') ?? '').split(',');
    asked.push(ids);
    return Response.json({
      runs: ids.filter((id) => id !== 'run-7').map((id) => light(id, `all of ${id}`, false)),
    });
  });
  const runs = cellsOf(PLAN).map((cell, at) =>
    sweepRun(light(`run-${at}`, 'all', at !== 3), { id: 'c', plan: PLAN }, cell, true),
  );
  const loaded = await Promise.all(runs.map(loadWholeOutputs));
  expect(asked.map((ids) => ids.length)).toEqual([100, 100, 49]);
  expect(new Set(asked.flat()).size).toBe(249);
  expect(loaded.flatMap((isMore, at) => (isMore ? [] : [at]))).toEqual([3, 7]);
  const textOf = (at: number) =>
    runs[at] && wholeOutputsOf(runs[at]).map(({ text, length }) => [text, length]);
  expect(textOf(0)).toEqual([['all of run-0', undefined]]);
  expect(textOf(249)).toEqual([['all of run-249', undefined]]);
  expect(textOf(7)).toEqual([['all', 100]]);
  // Those that came are not asked for again.
  expect(await Promise.all(runs.slice(0, 7).map(loadWholeOutputs))).toEqual(Array(7).fill(false));
  expect(asked).toHaveLength(3);
});

test('a cell’s request is derived from the plan that it was loaded with', () => {
  const [first = '', second = ''] = cellsOf(PLAN);
  const run = sweepRun(light('r', 'text', false), { id: 'c', plan: PLAN }, second, true);
  const { request } = run.store.view().startRequest;
  expect(request).toMatchObject({ model: 'm', prompt: 'On day 1' });
  // The same for as long as somebody has it: what React reads must not change by itself.
  expect(run.store.view().startRequest.request).toBe(request);
  expect(run.answers?.request).toBe(request);
  expect(outputsOf(run)).toHaveLength(1);
  expect(isUpToDate(run, PLAN, second)).toBe(true);
  expect(isUpToDate(run, { ...PLAN }, second)).toBe(true);
  const other = { ...PLAN, base: { ...PLAN.base, prompt: 'By {{day}}' } };
  expect(isUpToDate(run, other, second)).toBe(false);
  expect(isUpToDate(run, PLAN, second)).toBe(true);
  const before = sweepRun(light('r', 'text', false), { id: 'c', plan: PLAN }, first, false);
  expect(before.answers).toBeNull();
  expect(isUpToDate(before, PLAN, first)).toBe(false);
});

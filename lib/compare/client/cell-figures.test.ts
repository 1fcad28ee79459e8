import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gridOf } from '@/lib/compare/model/cell-grid';
import type { Check } from '@/lib/compare/model/checks';
import type { SweepRun } from '@/lib/compare/model/comparisons';
import { type ComparisonPlan, comparisonPlanSchema } from '@/lib/compare/model/plan';
import { planOfVariants, requestOfCell } from '@/lib/compare/model/plan-cells';
import { prepareChecks } from '@/lib/compare/model/run-checks';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { type CellFigures, watchFigures, withText, withTextNow } from './cell-figures';
import { type CellRun, startedRun, sweepRun } from './cell-run';
import type { CompareStore } from './compare-store';
import { estimatedTime } from './plan-cost';

const CHECKS: Check[] = [{ id: 'a', kind: 'contains', value: 'sea', matchCase: false }];
const PLAN = comparisonPlanSchema.parse({
  base: { connectionId: 'x', model: 'm', settings: { values: {}, sent: [] }, prompt: '{{q}}' },
  axes: [{ kind: 'parameter', parameter: 'temperature', values: [0, 1] }],
  repeats: 1,
  variables: true,
  inputs: { columns: ['q'], rows: ['a', 'b'].map((id) => ({ id, values: [id] })) },
  checks: CHECKS,
});

const TIMINGS = { sentMs: 1, headersMs: 1, firstTokenMs: 1, durationMs: 5 };

// Frames come from a window.
vi.stubGlobal('window', new EventTarget());
vi.stubGlobal('requestAnimationFrame', () => 0);
vi.stubGlobal('cancelAnimationFrame', () => undefined);
afterAll(() => vi.unstubAllGlobals());
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const cellOf = (row: number, input: number) => gridOf(PLAN).at({ row, column: 0, input, repeat: 0 }) ?? '';

/** A store as far as figures read it. */
function madeStore(first: ComparisonPlan = PLAN) {
  const plans = createBrowserStore({ plan: first });
  const runs = new Map<string, CellRun>();
  const listeners = new Set<(cells: readonly string[]) => void>();
  let made = 0;
  const store = {
    plan: { view: plans.getState, subscribe: (listener: () => void) => plans.subscribe(listener) },
    session: {
      cells: () => [...runs.keys()],
      run: (cell: string) => runs.get(cell) ?? null,
      subscribeCells(listener: (cells: readonly string[]) => void) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
  } as unknown as Pick<CompareStore, 'plan' | 'session'>;
  const show = (cell: string, run: CellRun) => {
    runs.set(cell, run);
    for (const listener of listeners) listener([cell]);
    return run;
  };
  return {
    store,
    show,
    change: (plan: ComparisonPlan) => plans.setState({ plan }),
    start: (cell: string) => {
      const request = requestOfCell(plans.getState().plan, cell);
      if (!request) throw new Error('no such cell');
      made += 1;
      return show(cell, startedRun(`run-${made}`, request));
    },
  };
}

function end(run: CellRun, text: string, status: 'complete' | 'failed' | 'stopped' = 'complete'): void {
  run.store.apply([
    { seq: 1, event: { type: 'text-delta', index: 0, text } },
    { seq: 2, event: { type: 'choice-end', index: 0, finishReason: 'stop' } },
    { seq: 3, event: { type: 'run-end', status, timings: TIMINGS } },
  ]);
}

async function watched(made: ReturnType<typeof madeStore>) {
  const checks = await prepareChecks(CHECKS);
  let latest: CellFigures | null = null;
  let reports = 0;
  const { leave, show } = watchFigures(made.store, checks, (figures) => {
    latest = figures;
    reports += 1;
  });
  return {
    leave,
    show,
    reports: () => reports,
    now: () => {
      vi.runAllTimers();
      if (!latest) throw new Error('nothing was reported');
      return latest as CellFigures;
    },
  };
}

test('a cell has figures once its run has ended, and a cell that did not change keeps its own', async () => {
  const made = madeStore();
  const figures = await watched(made);
  expect(figures.now().cells.size).toBe(0);
  const run = made.start(cellOf(0, 0));
  expect(figures.now().cells.get(cellOf(0, 0))).toMatchObject({
    status: 'streaming',
    outputs: [],
    text: null,
  });
  end(run, 'by the sea');
  const first = figures.now().cells.get(cellOf(0, 0));
  expect(first).toMatchObject({ status: 'complete', text: 'by the sea', isUpToDate: true });
  expect(first?.outputs[0]?.values).toMatchObject({ words: 3, passed: 1, 'check:a': 1, similarity: null });
  end(made.start(cellOf(1, 0)), 'far away');
  expect(figures.now().cells.get(cellOf(1, 0))?.outputs[0]?.values.passed).toBe(0);
  expect(figures.now().cells.get(cellOf(0, 0))).toBe(first);
  end(made.start(cellOf(1, 1)), '', 'failed');
  const counts = { ended: 3, complete: 2, unfinished: 1, outdated: 0 };
  expect(figures.now()).toMatchObject({ ...counts, pending: false });
  expect([0, 1].map((row) => figures.now().cells.get(cellOf(row, 0))?.verdict?.label)).toEqual([
    'Pass',
    'Fail',
  ]);
  expect(withText(figures.now(), [cellOf(1, 1), cellOf(1, 0)])).toEqual([cellOf(1, 0)]);
  expect(withTextNow(made.store, [cellOf(1, 1), cellOf(1, 0)])).toEqual([cellOf(1, 0)]);
  figures.leave();
  const before = figures.reports();
  end(made.start(cellOf(0, 1)), 'unseen');
  vi.runAllTimers();
  expect(figures.reports()).toBe(before);
});

test('outputs are compared with the reference of their own input, also when that ends later', async () => {
  const made = madeStore({ ...PLAN, referenceId: cellOf(0, 0) });
  const figures = await watched(made);
  end(made.start(cellOf(1, 0)), 'the same words');
  end(made.start(cellOf(1, 1)), 'the same words');
  const similarity = (row: number, input: number) =>
    figures.now().cells.get(cellOf(row, input))?.outputs[0]?.values.similarity;
  expect(similarity(1, 0)).toBeNull();
  end(made.start(cellOf(0, 0)), 'the same words');
  expect(similarity(1, 0)).toBe(1);
  expect(similarity(1, 1)).toBeNull();
  end(made.start(cellOf(0, 1)), 'nothing alike');
  expect(similarity(1, 1)).toBeLessThan(0.5);
  made.change({ ...PLAN, referenceId: null });
  expect(similarity(1, 0)).toBeNull();
});

test('a changed setting leaves the runs of before out', async () => {
  const made = madeStore();
  const figures = await watched(made);
  end(made.start(cellOf(0, 0)), 'by the sea');
  expect(figures.now().outdated).toBe(0);
  made.change({ ...PLAN, base: { ...PLAN.base, prompt: 'Another {{q}}' } });
  expect(figures.now()).toMatchObject({ outdated: 1 });
  expect(figures.now().cells.get(cellOf(0, 0))).toMatchObject({
    isUpToDate: false,
    outputs: [],
    verdicts: [],
  });
  made.change(PLAN);
  expect(figures.now().cells.get(cellOf(0, 0))?.outputs).toHaveLength(1);
});

test('what a stopped run had written is measured, and left out of sums', async () => {
  const made = madeStore();
  const figures = await watched(made);
  end(made.start(cellOf(0, 0)), 'by the sea', 'stopped');
  end(made.start(cellOf(0, 1)), '', 'failed');
  const { cells } = figures.now();
  expect(cells.get(cellOf(0, 0))).toMatchObject({ outputs: [], measures: [{ values: { words: 3 } }] });
  expect(cells.get(cellOf(0, 1))).toMatchObject({ outputs: [], measures: [] });
});

test('columns are compared with the chosen choice of the reference, also of one that was stopped', async () => {
  const variant = { name: null, connectionId: 'x', model: 'm', settings: PLAN.base.settings };
  const variants = [
    { ...variant, id: 'a' },
    { ...variant, id: 'b' },
  ] as const;
  const plan = planOfVariants({ prompt: 'x' }, variants, { referenceId: 'a' });
  const made = madeStore(plan);
  const figures = await watched(made);
  const reference = made.start('a');
  reference.store.apply([{ seq: 1, event: { type: 'text-delta', index: 1, text: 'the same words' } }]);
  reference.store.apply([
    { seq: 2, event: { type: 'text-delta', index: 0, text: 'nothing alike' } },
    { seq: 3, event: { type: 'run-end', status: 'stopped', timings: TIMINGS } },
  ]);
  end(made.start('b'), 'the same words');
  const similarity = () => figures.now().cells.get('b')?.measures[0]?.values.similarity;
  expect(similarity()).toBeLessThan(0.5);
  figures.show({ isWhole: false, choices: { a: 1 } });
  expect(similarity()).toBe(1);
});

test('thousands of runs that have ended are read without a store for any of them', async () => {
  const rows = numbersTo(1_000).map((at) => ({ id: `r${at}`, values: ['a'] }));
  const plan = { ...PLAN, inputs: { columns: ['q'], rows } };
  const made = madeStore(plan);
  let stores = 0;
  for (const { cell } of gridOf(plan).cells) {
    const run = sweepRun(endedRun(cell), { id: 'c', plan }, cell, true);
    const { store } = Object.getOwnPropertyDescriptors(run);
    Object.defineProperty(run, 'store', {
      get() {
        stores += 1;
        return store.get?.();
      },
    });
    made.show(cell, run);
  }
  const figures = await watched(made);
  const { cells } = figures.now();
  expect(cells.size).toBe(2_000);
  for (const figure of cells.values()) {
    expect(figure).toMatchObject({ status: 'complete', isUpToDate: true, text: 'by the sea' });
    expect(figure.outputs[0]?.values).toMatchObject({ words: 3, passed: 1, durationMs: 5 });
  }
  expect(estimatedTime(made.store as CompareStore, [...cells.keys()])).toBe((2_000 / 8) * 5);
  // Nor when a longer prompt makes all of them runs of before.
  made.change({ ...plan, base: { ...plan.base, prompt: 'Another {{q}}' } });
  expect(figures.now().outdated).toBe(2_000);
  expect(stores).toBe(0);
});

/** As the detail of a comparison has it. */
function endedRun(id: string): SweepRun {
  const output = { index: 0, text: 'by the sea', length: 10, finishReason: 'stop' };
  return {
    ...{ id, status: 'complete', connectionId: 'x', connectionName: 'X', choiceCount: 1 },
    createdAt: '2026-01-01T00:00:00.000Z',
    choices: [{ ...output, meanLogprob: null, tokenCount: null }],
    ...{ usage: null, error: null, timings: TIMINGS },
  };
}

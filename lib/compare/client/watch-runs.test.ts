import { afterAll, expect, test, vi } from 'vitest';
import { planOfVariants, requestOfCell } from '@/lib/compare/model/plan-cells';
import { DEFAULT_SETTINGS } from '@/lib/protocol/request/settings';
import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';
import { type CellRun, startedRun } from './cell-run';
import { watchRuns } from './watch-runs';

// Frames come from a window.
vi.stubGlobal('window', new EventTarget());
vi.stubGlobal('requestAnimationFrame', () => 0);
vi.stubGlobal('cancelAnimationFrame', () => undefined);
afterAll(() => vi.unstubAllGlobals());

const VARIANT = { id: 'a', name: null, connectionId: 'x', model: 'm', settings: DEFAULT_SETTINGS };
const REQUEST = requestOfCell(planOfVariants({ prompt: 'Once' }, [VARIANT]), 'a');
const END: NumberedRunEvent = {
  seq: 1,
  event: {
    type: 'run-end',
    status: 'complete',
    timings: { sentMs: 1, headersMs: 1, firstTokenMs: 1, durationMs: 1 },
  },
};

function madeRun(id: string): CellRun {
  if (!REQUEST) throw new Error('no such cell');
  return startedRun(id, REQUEST);
}

/** A session as far as it is watched, with what was asked of it. */
function madeSession(cells: readonly string[]) {
  const runs = new Map(cells.map((cell) => [cell, madeRun(`${cell}-1`)]));
  const listeners = new Set<(cells: readonly string[]) => void>();
  const asked: string[] = [];
  return {
    session: {
      cells: () => [...runs.keys()],
      run(cell: string) {
        asked.push(cell);
        return runs.get(cell) ?? null;
      },
      subscribeCells(listener: (cells: readonly string[]) => void) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      },
    },
    asked,
    put(cell: string, run: CellRun | null) {
      if (run) runs.set(cell, run);
      else runs.delete(cell);
      for (const listener of listeners) listener([cell]);
    },
    run: (cell: string) => runs.get(cell) as CellRun,
  };
}

test('a cell that shows another run is read alone, however many there are', () => {
  const { session, asked, put } = madeSession(Array.from({ length: 1_000 }, (_, at) => `c${at}`));
  const heard = vi.fn();
  watchRuns(session, heard);
  asked.length = 0;
  put('c7', madeRun('c7-2'));
  expect(asked).toEqual(['c7']);
  expect(heard.mock.calls).toEqual([['c7']]);
});

test('the end of a live run is heard, of the run that its cell shows', () => {
  const { session, put, run } = madeSession(['a', 'b']);
  const heard = vi.fn();
  watchRuns(session, heard);
  const first = run('a');
  put('a', madeRun('a-2'));
  heard.mockClear();
  first.store.apply([END]);
  expect(heard).not.toHaveBeenCalled();
  run('a').store.apply([END]);
  expect(heard).toHaveBeenCalledWith('a');
  heard.mockClear();
  put('b', null);
  expect(heard.mock.calls).toEqual([['b']]);
});

test('nothing is heard after leaving', () => {
  const { session, put, run } = madeSession(['a']);
  const heard = vi.fn();
  watchRuns(session, heard)();
  run('a').store.apply([END]);
  put('a', madeRun('a-2'));
  expect(heard).not.toHaveBeenCalled();
});

import { expect, it } from 'vitest';
import { rowAt, topsOf } from '@/components/ui/use-row-window';
import { coveredHeight, keptScrollTop, rowHeights } from './row-heights';

/** So many days with so many runs each. */
function listOf(days: number, runs: number) {
  return Array.from({ length: days * (runs + 1) }, (_, at) => ({
    kind: at % (runs + 1) === 0 ? ('day' as const) : ('run' as const),
  }));
}

/** The first row in view, and how much of it is above. */
function firstInView(rows: ReturnType<typeof listOf>, scrollTop: number, height: number) {
  const tops = topsOf(rowHeights(rows, height));
  const y = scrollTop + coveredHeight(rows);
  const at = rowAt(tops, y);
  return { at, above: (y - (tops[at] ?? 0)) / ((tops[at + 1] ?? 0) - (tops[at] ?? 0)) };
}

it.each([
  ['a run a day', listOf(300, 1)],
  ['many runs a day', listOf(10, 80)],
  ['no days', listOf(10, 80).filter(({ kind }) => kind === 'run')],
])('the first run in view stays it when rows get another height: %s', (_name, rows) => {
  for (const scrollTop of [0, 1, 40, 5_000, 12_345]) {
    const seen = firstInView(rows, scrollTop, 64);
    const compact = keptScrollTop(rows, scrollTop, 64, 36);
    const then = firstInView(rows, compact, 36);
    expect(then.at).toBe(seen.at);
    expect(then.above).toBeCloseTo(seen.above);
    expect(keptScrollTop(rows, compact, 36, 64)).toBeCloseTo(scrollTop);
  }
  expect(keptScrollTop(rows, 0, 64, 36)).toBe(0);
});

import { rowAt, topsOf } from '@/components/ui/use-row-window';
import type { HistoryRow } from '@/lib/history/client/history-pages';

/** Of the heading of a day, in pixels. */
export const DAY_HEIGHT = 32;

type Kinds = readonly Pick<HistoryRow, 'kind'>[];

/** @param rowHeight of a run, in pixels */
export function rowHeights(rows: Kinds, rowHeight: number): number[] {
  return rows.map(({ kind }) => (kind === 'day' ? DAY_HEIGHT : rowHeight));
}

/** Pixels at the top of the list that the heading of the first day in view covers. */
export function coveredHeight(rows: Kinds): number {
  return rows[0]?.kind === 'day' ? DAY_HEIGHT : 0;
}

/** Where a list is to be scrolled to, so that with runs of another height the same row is the first in view. */
export function keptScrollTop(rows: Kinds, scrollTop: number, before: number, after: number): number {
  const covered = coveredHeight(rows);
  const [from, to] = [topsOf(rowHeights(rows, before)), topsOf(rowHeights(rows, after))];
  const at = rowAt(from, scrollTop + covered);
  const heightOf = (tops: readonly number[]) => (tops[at + 1] ?? 0) - (tops[at] ?? 0);
  // As much of it as before is above.
  const above = heightOf(from) === 0 ? 0 : (scrollTop + covered - (from[at] ?? 0)) / heightOf(from);
  return (to[at] ?? 0) + above * heightOf(to) - covered;
}

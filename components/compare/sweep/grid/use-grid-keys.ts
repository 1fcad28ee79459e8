'use client';

import type { FocusEvent, KeyboardEvent, MouseEvent } from 'react';
import { movedPlace } from '../../grid/moved-place';
import { type GridPoint, pointKey, pointOf, useCompareView } from '../../view-state';
import { useShownCell } from '../use-chosen-cells';

/** The cell that an event happened in; null: outside of all cells. */
export function pointAt(target: EventTarget): GridPoint | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-point]') : null;
  return cell?.dataset.point === undefined ? null : pointOf(cell.dataset.point);
}

/** Selects these cells together, or deselects them when all were selected. */
export function toggled(selected: readonly string[], points: readonly GridPoint[]): readonly string[] {
  const keys = points.map(pointKey);
  const isAll = keys.every((key) => selected.includes(key));
  const others = selected.filter((key) => !keys.includes(key));
  return isAll ? others : [...others, ...keys];
}

/** The handlers of a grid of cells, on the element around them: by keys, and by pointer. */
export function useGridHandlers(rows: number, columns: number, repeats: number) {
  const { active, selecting, change } = useCompareView();
  const cellOf = useShownCell();
  return {
    onKeyDown: useGridKeys(rows, columns, repeats),
    onClick: (event: MouseEvent) => {
      const point = pointAt(event.target);
      if (!point) return;
      const key = pointKey(point);
      if (selecting || event.shiftKey || event.ctrlKey || event.metaKey) {
        change((now) => ({ active: key, selected: toggled(now.selected, [point]) }));
      } else change({ active: key, opened: cellOf(point) });
    },
    onFocus: (event: FocusEvent) => {
      const point = pointAt(event.target);
      if (point && pointKey(point) !== active) change({ active: pointKey(point) });
    },
  };
}

/** The cell that the Tab key stops at. When the axes became shorter, the first cell takes the focus. */
export function tabStopOf(active: string, rows: number, columns: number): string {
  const { row, column } = pointOf(active);
  return row < rows && column < columns ? active : '0:0';
}

/**
 * Arrows, Home, End and the Page keys move, Enter opens, Space selects (Shift: the row, Control: the column),
 * digits show another repeat, Control+A selects all.
 */
function useGridKeys(rows: number, columns: number, repeats: number) {
  const { change } = useCompareView();
  const cellOf = useShownCell();
  return (event: KeyboardEvent<HTMLElement>) => {
    const point = pointAt(event.target);
    if (!point || event.altKey) return;
    const mod = event.ctrlKey || event.metaKey;
    const next = movedPlace(point, event.key, mod, { row: rows - 1, column: columns - 1 });
    if (next) {
      event.preventDefault();
      const key = pointKey(next);
      change({ active: key });
      const cell = event.currentTarget.querySelector<HTMLElement>(`[data-point="${key}"]`);
      cell?.focus();
      cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      return;
    }
    const inRow = Array.from({ length: columns }, (_, column) => ({ row: point.row, column }));
    const inColumn = Array.from({ length: rows }, (_, row) => ({ row, column: point.column }));
    if (event.key === 'Enter' && !mod && !event.shiftKey) {
      event.preventDefault();
      change({ opened: cellOf(point) });
    } else if (event.key === ' ') {
      event.preventDefault();
      const points = event.shiftKey ? inRow : mod ? inColumn : [point];
      change(({ selected }) => ({ selected: toggled(selected, points) }));
    } else if (event.key === 'a' && mod) {
      event.preventDefault();
      const all = inColumn.flatMap(({ row }) => inRow.map(({ column }) => ({ row, column })));
      change(({ selected }) => ({ selected: toggled(selected, all) }));
    } else if (/^[1-5]$/.test(event.key) && !mod && Number(event.key) <= repeats) {
      change(({ repeats: shown }) => ({
        repeats: { ...shown, [pointKey(point)]: Number(event.key) - 1 },
      }));
    }
  };
}

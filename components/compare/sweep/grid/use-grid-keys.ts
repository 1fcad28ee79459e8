'use client';

import type { FocusEvent, KeyboardEvent, MouseEvent } from 'react';
import { type Place, placeKey, placeOf, useSweepView } from '../sweep-view';
import { movedPlace } from './grid-keys';

/** The cell that an event happened in; null: outside of all cells. */
export function placeAt(target: EventTarget): Place | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null;
  return cell?.dataset.place === undefined ? null : placeOf(cell.dataset.place);
}

/** Selects these cells together, or deselects them when all were selected. */
export function toggled(selected: readonly string[], places: readonly Place[]): readonly string[] {
  const keys = places.map(placeKey);
  const isAll = keys.every((key) => selected.includes(key));
  const others = selected.filter((key) => !keys.includes(key));
  return isAll ? others : [...others, ...keys];
}

/** The handlers of a grid of cells, on the element around them: by keys, and by pointer. */
export function useGridHandlers(rows: number, columns: number, repeats: number) {
  const { active, selecting, change } = useSweepView();
  return {
    onKeyDown: useGridKeys(rows, columns, repeats),
    onClick: (event: MouseEvent) => {
      const place = placeAt(event.target);
      if (!place) return;
      const key = placeKey(place);
      if (selecting || event.shiftKey || event.ctrlKey || event.metaKey) {
        change((now) => ({ active: key, selected: toggled(now.selected, [place]) }));
      } else change({ active: key, opened: key });
    },
    onFocus: (event: FocusEvent) => {
      const place = placeAt(event.target);
      if (place && placeKey(place) !== active) change({ active: placeKey(place) });
    },
  };
}

/** The cell that the Tab key stops at. When the axes became shorter, the first cell takes the focus. */
export function tabStopOf(active: string, rows: number, columns: number): string {
  const { row, column } = placeOf(active);
  return row < rows && column < columns ? active : '0:0';
}

/**
 * Arrows, Home, End and the Page keys move, Enter opens, Space selects (Shift: the row, Control: the column),
 * digits show another repeat, Control+A selects all.
 */
function useGridKeys(rows: number, columns: number, repeats: number) {
  const { change } = useSweepView();
  return (event: KeyboardEvent<HTMLElement>) => {
    const place = placeAt(event.target);
    if (!place || event.altKey) return;
    const mod = event.ctrlKey || event.metaKey;
    const next = movedPlace(place, event.key, mod, rows, columns);
    if (next) {
      event.preventDefault();
      const key = placeKey(next);
      change({ active: key });
      const cell = event.currentTarget.querySelector<HTMLElement>(`[data-place="${key}"]`);
      cell?.focus();
      cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      return;
    }
    const inRow = Array.from({ length: columns }, (_, column) => ({ row: place.row, column }));
    const inColumn = Array.from({ length: rows }, (_, row) => ({ row, column: place.column }));
    if (event.key === 'Enter' && !mod && !event.shiftKey) {
      event.preventDefault();
      change({ opened: placeKey(place) });
    } else if (event.key === ' ') {
      event.preventDefault();
      const places = event.shiftKey ? inRow : mod ? inColumn : [place];
      change(({ selected }) => ({ selected: toggled(selected, places) }));
    } else if (event.key === 'a' && mod) {
      event.preventDefault();
      const all = inColumn.flatMap(({ row }) => inRow.map(({ column }) => ({ row, column })));
      change(({ selected }) => ({ selected: toggled(selected, all) }));
    } else if (/^[1-5]$/.test(event.key) && !mod && Number(event.key) <= repeats) {
      change(({ repeats: shown }) => ({
        repeats: { ...shown, [placeKey(place)]: Number(event.key) - 1 },
      }));
    }
  };
}

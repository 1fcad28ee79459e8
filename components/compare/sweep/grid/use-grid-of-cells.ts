'use client';

import type { FocusEvent, KeyboardEvent, MouseEvent } from 'react';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { type GridPlace, gridOf, placeKey, placeOfKey } from '@/lib/compare/model/cell-grid';
import { axisTitle } from '@/lib/compare/model/plan-labels';
import { grid, gridCell } from '../../grid/grid-roles';
import { movedPlace } from '../../grid/moved-place';
import { useCompareView } from '../../view-state';
import { useShownCell } from '../use-chosen-cells';

export interface PlaceState {
  /** The Tab key stops at it. */
  readonly isActive: boolean;
  readonly isSelected: boolean;
}

/**
 * The places of the grid, each with the cell that it shows: to walk, to open and to select, with the texts in them or over the
 * drawing of a heat map.
 */
export function useGridOfCells() {
  const axes = usePlanPart((plan) => plan.axes);
  const { size, places } = usePlanPart(gridOf);
  const { active, selected, selecting, change } = useCompareView();
  const cellOf = useShownCell();
  const { row, column } = placeOfKey(active);
  // When the axes became shorter, the first cell takes the focus.
  const tabStop = row < size.row && column < size.column ? active : '0:0';
  /** Selects these together, or deselects them when all were selected. */
  const select = (some: readonly GridPlace[]) => change((now) => ({ selected: toggled(now.selected, some) }));

  /**
   * Arrows, Home, End and the Page keys move, Enter opens, Space selects (Shift: the row, Control: the column),
   * digits show another repeat, Control+A selects all.
   */
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const place = placeAt(event.target);
    if (!place || event.altKey) return;
    const mod = event.ctrlKey || event.metaKey;
    const last = { row: size.row - 1, column: size.column - 1 };
    const next = movedPlace(place, event.key, mod, last);
    if (next) {
      event.preventDefault();
      const key = placeKey(next);
      change({ active: key });
      const cell = event.currentTarget.querySelector<HTMLElement>(`[data-point="${key}"]`);
      cell?.focus();
      cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    } else if (event.key === 'Enter' && !mod && !event.shiftKey) {
      event.preventDefault();
      change({ opened: cellOf(place) });
    } else if (event.key === ' ') {
      event.preventDefault();
      if (event.shiftKey) select(places.filter((one) => one.row === place.row));
      else select(mod ? places.filter((one) => one.column === place.column) : [place]);
    } else if (event.key === 'a' && mod) {
      event.preventDefault();
      select(places);
    } else if (/^[1-5]$/.test(event.key) && !mod && Number(event.key) <= size.repeat) {
      change(({ repeats }) => ({ repeats: { ...repeats, [placeKey(place)]: Number(event.key) - 1 } }));
    }
  };
  const onClick = (event: MouseEvent) => {
    const place = placeAt(event.target);
    if (!place) return;
    const key = placeKey(place);
    if (selecting || event.shiftKey || event.ctrlKey || event.metaKey) {
      change((now) => ({ active: key, selected: toggled(now.selected, [place]) }));
    } else change({ active: key, opened: cellOf(place) });
  };
  const onFocus = (event: FocusEvent) => {
    const place = placeAt(event.target);
    if (place && placeKey(place) !== active) change({ active: placeKey(place) });
  };
  const name = axes.map(axisTitle).join(' by ') || 'Outputs';
  return {
    size,
    places,
    cellOf,
    select,
    stateOf: (place: GridPlace): PlaceState => ({
      isActive: placeKey(place) === tabStop,
      isSelected: selected.includes(placeKey(place)),
    }),
    /** Of the element around them. */
    table: { ...grid(name, size.row, size.column), onKeyDown, onClick, onFocus },
  };
}

/** Of the element of one place. */
export function gridPlace(place: GridPlace, { isActive, isSelected }: PlaceState) {
  return {
    ...gridCell(place.column + 2, isSelected),
    tabIndex: isActive ? 0 : -1,
    'data-point': placeKey(place),
  };
}

/** The place that an event happened in; null: outside of all. */
function placeAt(target: EventTarget): GridPlace | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-point]') : null;
  return cell?.dataset.point === undefined ? null : placeOfKey(cell.dataset.point);
}

export function toggled(selected: readonly string[], places: readonly GridPlace[]): readonly string[] {
  const keys = places.map(placeKey);
  const isAll = keys.every((key) => selected.includes(key));
  const others = selected.filter((key) => !keys.includes(key));
  return isAll ? others : [...others, ...keys];
}

'use client';

import { useMemo } from 'react';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { gridOf } from '@/lib/compare/model/cell-grid';
import { type GridPoint, pointKey, pointOf, useCompareView } from '../view-state';

/** The cell that a place of the grid shows: of the input that is looked at, with the repeat that is chosen there. */
export function useShownCell(): (point: GridPoint) => string | null {
  const { input, repeat, repeats: own } = useCompareView();
  const grid = usePlanPart(gridOf);
  return useMemo(() => {
    const { size, at } = grid;
    return (point) =>
      at({
        ...point,
        input: Math.min(input, size.input - 1),
        repeat: Math.min(own[pointKey(point)] ?? repeat, size.repeat - 1),
      });
  }, [grid, input, repeat, own]);
}

/** The selected cells. Those that no longer exist are left out. */
export function useChosenCells(): readonly string[] {
  const { selected } = useCompareView();
  const cellOf = useShownCell();
  return useMemo(() => selected.flatMap((key) => cellOf(pointOf(key)) ?? []), [selected, cellOf]);
}

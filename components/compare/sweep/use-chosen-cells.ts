'use client';

import { useMemo } from 'react';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { gridSize, sweepCellKey } from '@/lib/compare/model/plan-cells';
import { pointOf, useSweepView } from './sweep-view';

/** The selected cells, each with the repeat that it shows. Cells that no longer exist are left out. */
export function useChosenCells(): readonly string[] {
  const { selected, repeat, repeats: own } = useSweepView();
  const repeats = usePlanPart((plan) => plan.repeats);
  const rows = usePlanPart(({ axes }) => gridSize(axes).rows);
  const columns = usePlanPart(({ axes }) => gridSize(axes).columns);
  return useMemo(
    () =>
      selected.flatMap((key) => {
        const point = pointOf(key);
        if (point.row >= rows || point.column >= columns) return [];
        return [sweepCellKey({ ...point, repeat: Math.min(own[key] ?? repeat, repeats - 1) })];
      }),
    [selected, repeat, own, repeats, rows, columns],
  );
}

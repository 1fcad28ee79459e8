'use client';

import { useMemo } from 'react';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { cellAt, gridSize } from '@/lib/compare/model/plan-cells';
import { pointOf, useSweepView } from './sweep-view';

/** The selected cells, each with the repeat that it shows. Cells that no longer exist are left out. */
export function useChosenCells(): readonly string[] {
  const { selected, repeat, repeats: own } = useSweepView();
  const plan = usePlanPart((now) => now);
  return useMemo(() => {
    const { rows, columns } = gridSize(plan.axes);
    return selected.flatMap((key) => {
      const point = pointOf(key);
      if (point.row >= rows || point.column >= columns) return [];
      return [cellAt(plan, { ...point, repeat: Math.min(own[key] ?? repeat, plan.repeats - 1) })];
    });
  }, [selected, repeat, own, plan]);
}

'use client';

import { useMemo } from 'react';
import { useSweepPlan } from '@/lib/compare/client/sweep-plan';
import { sweepCellKey } from '@/lib/compare/model/plan';
import { pointOf, useSweepView } from './sweep-view';

/** The selected cells, each with the repeat that it shows. Cells that no longer exist are left out. */
export function useChosenCells(): readonly string[] {
  const { selected, repeat, repeats: own } = useSweepView();
  const repeats = useSweepPlan((plan) => plan.repeats);
  const rows = useSweepPlan(({ axes }) => axes[0]?.values.length ?? 0);
  const columns = useSweepPlan(({ axes }) => axes[1]?.values.length ?? 1);
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

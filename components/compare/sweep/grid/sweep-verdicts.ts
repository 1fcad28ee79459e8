import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { type CellVerdicts, type RunVerdicts, useCellVerdicts } from '@/lib/compare/client/verdicts';
import { summarizeVerdicts, type VerdictSummary } from '@/lib/compare/model/checks';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellAt, pointOf } from '@/lib/compare/model/plan-cells';
import type { GridPoint } from '../sweep-view';

/** What the checks say about the grid; each part null without verdicts. */
export interface GridVerdicts {
  /** Of the outputs of one repeat. */
  readonly ofRepeat: (point: GridPoint, repeat: number) => VerdictSummary | null;
  /** Of all outputs of a cell, a row or a column. */
  readonly of: (part: Partial<GridPoint>) => VerdictSummary | null;
}

export function useGridVerdicts(): GridVerdicts {
  return gridVerdicts(
    usePlanPart((plan) => plan),
    useCellVerdicts(),
  );
}

export function gridVerdicts(plan: ComparisonPlan, { checks, cells }: CellVerdicts): GridVerdicts {
  const all = Object.entries(cells).flatMap(([key, outputs]): [GridPoint, RunVerdicts][] => {
    const point = pointOf(plan, key);
    return point ? [[point, outputs]] : [];
  });
  return {
    ofRepeat: (point, repeat) => summarizeVerdicts(checks, cells[cellAt(plan, { ...point, repeat })] ?? []),
    of: ({ row, column }) =>
      summarizeVerdicts(
        checks,
        all.flatMap(([point, outputs]) =>
          (row ?? point.row) === point.row && (column ?? point.column) === point.column ? outputs : [],
        ),
      ),
  };
}

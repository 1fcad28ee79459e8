import { gridOf } from '@/lib/compare/model/cell-grid';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { inputCount, kindOf } from '@/lib/compare/model/plan-cells';
import { cellName, pointName } from '@/lib/compare/model/plan-labels';

/** The name of a cell without its repeat, which stands beside it. */
export function cellTitle(plan: ComparisonPlan, cell: string): string {
  const place = gridOf(plan).place(cell);
  if (place === null || kindOf(plan) === 'columns') return cellName(plan, cell);
  return pointName({ axes: plan.axes, repeats: 1, inputRows: inputCount(plan) }, place);
}

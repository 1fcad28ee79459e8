import { type ComparisonPlan, MAX_CELLS } from '@/lib/compare/model/plan';
import { cellCount } from '@/lib/compare/model/plan-cells';

/** The plan of before, when the next one has more cells than a comparison can have. */
export function fitting(before: ComparisonPlan, next: ComparisonPlan): ComparisonPlan {
  return cellCount(next) > MAX_CELLS ? before : next;
}

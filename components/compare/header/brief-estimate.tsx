'use client';

import { useSettledFigures } from '@/lib/compare/client/cell-figures';
import { useIsUnderWay } from '@/lib/compare/client/is-under-way';
import { useDeferredPlan } from '@/lib/compare/client/plan-actions';
import { usePlanEstimate } from '@/lib/compare/client/plan-cost';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellCount } from '@/lib/compare/model/plan-cells';
import { formatBrief } from '../sweep/compose/estimate-labels';

/** Beside Run all, where the estimate of the setup may be out of sight: what running everything takes. */
export function BriefEstimate() {
  const plan = useDeferredPlan();
  const underWay = useIsUnderWay();
  const { complete } = useSettledFigures();
  if (plan === null || underWay || complete === cellCount(plan)) return null;
  return <BriefEstimateOf plan={plan} />;
}

function BriefEstimateOf({ plan }: { plan: ComparisonPlan }) {
  const estimate = usePlanEstimate(plan);
  if (estimate.calls === 0) return null;
  return (
    // At most as high as the button beside it, which stays where it is.
    <span data-brief-estimate="" className="line-clamp-2 min-w-0 flex-1 text-xs text-ink-2">
      {formatBrief(estimate)}
    </span>
  );
}

'use client';

import { useMemo } from 'react';
import { cx } from '@/components/ui/cx';
import { useSettledFigures } from '@/lib/compare/client/cell-figures';
import { stateOf } from '@/lib/compare/client/cell-run';
import { useDeferredPlan } from '@/lib/compare/client/plan-actions';
import { useMaxCosts, usePlanEstimate } from '@/lib/compare/client/plan-cost';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { formatCosts, maxCostLabel } from '@/lib/protocol/run/money';
import { totalCosts } from '@/lib/runs/model/cost';

/** What the runs that are shown cost together; before any, what running them all costs at most. */
export function TotalCost({ className }: { className?: string }) {
  const plan = useDeferredPlan();
  const { cells } = useSettledFigures();
  const spent = useMemo(
    () => formatCosts(totalCosts([...cells.values()].map(({ run }) => stateOf(run).cost))),
    [cells],
  );
  if (spent !== null) return <CostLabel text={`Total ${spent}`} className={className} />;
  return plan && <MaxCost plan={plan} className={className} />;
}

function MaxCost({ plan, className }: { plan: ComparisonPlan; className: string | undefined }) {
  const text = maxCostLabel(useMaxCosts(usePlanEstimate(plan)));
  return text !== null && <CostLabel text={text} className={className} />;
}

function CostLabel({ text, className }: { text: string; className: string | undefined }) {
  return (
    <span
      data-total-cost=""
      className={cx('text-xs whitespace-nowrap text-ink-2 tabular-nums wide:self-center', className)}
    >
      {text}
    </span>
  );
}

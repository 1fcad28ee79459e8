'use client';

import { useDeferredValue } from 'react';
import { cx } from '@/components/ui/cx';
import { usePlan } from '@/lib/compare/client/compare-context';
import { usePlanEstimate } from '@/lib/compare/client/plan-cost';
import { useTotalCost } from '@/lib/compare/client/total-cost';
import { cellsOf } from '@/lib/compare/model/plan-cells';
import { formatCosts, maxCostLabel } from '@/lib/protocol/run/money';

/** What the runs that are shown cost together; before any, what running them all costs at most. */
export function TotalCost({ className }: { className?: string }) {
  const plan = usePlan((view) => view.plan);
  const spent = formatCosts(useTotalCost(cellsOf(plan)));
  const { costs } = usePlanEstimate(useDeferredValue(plan));
  const text = spent === null ? maxCostLabel(costs) : `Total ${spent}`;
  if (text === null) return null;
  return (
    <span
      data-total-cost=""
      className={cx('text-xs whitespace-nowrap text-ink-2 tabular-nums wide:self-center', className)}
    >
      {text}
    </span>
  );
}

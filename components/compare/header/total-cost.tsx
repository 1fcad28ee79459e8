'use client';

import { useDeferredValue, useMemo } from 'react';
import { cx } from '@/components/ui/cx';
import { useSettledFigures } from '@/lib/compare/client/cell-figures';
import { usePlan } from '@/lib/compare/client/compare-context';
import { usePlanEstimate } from '@/lib/compare/client/plan-cost';
import { formatCosts, maxCostLabel } from '@/lib/protocol/run/money';
import { totalCosts } from '@/lib/runs/model/cost';

/** What the runs that are shown cost together; before any, what running them all costs at most. */
export function TotalCost({ className }: { className?: string }) {
  const plan = usePlan((view) => view.plan);
  const { cells } = useSettledFigures();
  const spent = useMemo(
    () => formatCosts(totalCosts([...cells.values()].map(({ run }) => run.store.state.cost))),
    [cells],
  );
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

'use client';

import { useMemo } from 'react';
import { Notice } from '@/components/ui/notice';
import { useDeferredPlan } from '@/lib/compare/client/plan-actions';
import { useMaxCosts, usePlanEstimate } from '@/lib/compare/client/plan-cost';
import { issuesOfPlan } from '@/lib/compare/client/plan-issues';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { cellAt, cellCount, pointOf } from '@/lib/compare/model/plan-cells';
import { cellName } from '@/lib/compare/model/plan-labels';
import { counted } from '@/lib/platform/numbers/counted';
import { formatCalls, formatEstimate } from './estimate-labels';

/** The cost of running the whole grid, and the cells that would be refused. */
export function Estimate() {
  const plan = useDeferredPlan();
  return plan ? <EstimateOf plan={plan} /> : <div className="min-h-12" />;
}

function EstimateOf({ plan }: { plan: ComparisonPlan }) {
  const estimate = usePlanEstimate(plan);
  const costs = useMaxCosts(estimate);
  const refused = useMemo(() => groupedIssues(plan), [plan]);
  return (
    <div className="flex flex-col gap-2">
      <p aria-live="polite" className="text-xs text-ink-2" data-estimate="">
        <span className="font-medium text-ink">{counted(estimate.calls, 'run')}</span>:{' '}
        {formatCalls(plan, estimate)}. {formatEstimate(estimate, costs)}
      </p>
      {refused.map(({ message, cells }) => (
        <Notice key={message} tone="warn" className="text-xs">
          {estimate.calls === 0 && cells.length === groupSize(plan)
            ? 'Every cell'
            : counted(cells.length, 'cell')}{' '}
          would be rejected: {message}
          {estimate.calls > 0 && (
            <span className="mt-0.5 block text-ink-2">
              {cells
                .slice(0, 4)
                .map((cell) => cellName({ ...plan, repeats: 1 }, cell))
                .join(' · ')}
              {cells.length > 4 && ` and ${cells.length - 4} more`}
            </span>
          )}
        </Notice>
      ))}
    </div>
  );
}

function groupSize(plan: ComparisonPlan): number {
  return cellCount({ ...plan, repeats: 1 });
}

/** The cells of each message, all repeats of a cell as one. */
function groupedIssues(plan: ComparisonPlan) {
  const groups = new Map<string, Set<string>>();
  for (const { cell, issues } of issuesOfPlan(plan)) {
    const point = pointOf(plan, cell);
    if (point === null) continue;
    const one = cellAt(plan, { ...point, repeat: 0 });
    for (const { message } of issues) groups.set(message, (groups.get(message) ?? new Set()).add(one));
  }
  return [...groups].map(([message, cells]) => ({ message, cells: [...cells] }));
}

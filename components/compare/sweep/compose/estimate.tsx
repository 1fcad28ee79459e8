'use client';

import { useDeferredValue, useMemo } from 'react';
import { Notice } from '@/components/ui/notice';
import { usePlanEstimate } from '@/lib/compare/client/plan-cost';
import { sweepCellName } from '@/lib/compare/client/sweep-names';
import { sweepIssues, useSweepPlan } from '@/lib/compare/client/sweep-plan';
import { counted, formatEstimate } from './estimate-labels';

/** The cost of running the whole grid, and the cells that would be refused. */
export function Estimate() {
  const plan = useDeferredValue(useSweepPlan((now) => now));
  const estimate = usePlanEstimate(plan);
  const refused = useMemo(() => groupedIssues(plan), [plan]);
  const rows = plan.axes[0]?.values.length ?? 0;
  const columns = plan.axes[1]?.values.length ?? 1;
  const grid = plan.axes.length === 2 ? `${rows} × ${columns} cells` : counted(rows, 'cell');
  return (
    <div className="flex flex-col gap-2">
      <p aria-live="polite" className="text-xs text-ink-2" data-estimate="">
        <span className="font-medium text-ink">{counted(estimate.calls, 'call')}</span>: {grid}
        {plan.repeats > 1 && `, ${plan.repeats} times each`}. {formatEstimate(estimate)}
      </p>
      {refused.map(({ message, cells }) => (
        <Notice key={message} tone="warn" className="text-xs">
          {cells.length === estimate.refused && estimate.calls === 0
            ? 'Every cell'
            : counted(cells.length, 'cell')}{' '}
          would be rejected: {message}
          {estimate.calls > 0 && (
            <span className="mt-0.5 block text-ink-2">
              {cells
                .slice(0, 4)
                .map((cell) => sweepCellName(plan, cell))
                .join(' · ')}
              {cells.length > 4 && ` and ${cells.length - 4} more`}
            </span>
          )}
        </Notice>
      ))}
    </div>
  );
}

function groupedIssues(plan: Parameters<typeof sweepIssues>[0]) {
  const groups = new Map<string, string[]>();
  for (const { cell, issues } of sweepIssues(plan)) {
    for (const { message } of issues) groups.set(message, [...(groups.get(message) ?? []), cell]);
  }
  return [...groups].map(([message, cells]) => ({ message, cells }));
}

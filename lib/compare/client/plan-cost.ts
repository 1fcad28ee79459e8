'use client';

import { useMemo } from 'react';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { templateOfCell } from '@/lib/compare/model/plan-cells';
import { estimatePlan, estimateTime, maxCosts, type PlanEstimate } from '@/lib/compare/model/sweep-check';
import { getConnections } from '@/lib/connections/client/connection-list';
import { rulesOfConnection } from '@/lib/connections/client/connection-rules';
import { usePrices } from '@/lib/connections/client/prices';
import type { Cost } from '@/lib/protocol/run/price';
import { stateOf } from './cell-run';
import type { CompareStore } from './compare-store';
import { rulesKey } from './plan-issues';

/** What running the plan takes, or some of its cells. */
export function usePlanEstimate(plan: ComparisonPlan, cells?: readonly string[]): PlanEstimate {
  const rules = rulesKey(plan);
  return useMemo(() => estimateOf(plan, rules, cells), [plan, cells, rules]);
}

/** What it costs at most, at the prices of now; one sum a currency, and none unless all of it has a price. */
export function useMaxCosts({ billed }: PlanEstimate): readonly Cost[] {
  const priceOf = usePrices([...new Set(billed.map(({ connectionId }) => connectionId))]);
  return maxCosts(billed, priceOf);
}

const lastOfPlan = new WeakMap<ComparisonPlan, { readonly rules: string; readonly estimate: PlanEstimate }>();

/** The whole plan's is made once for all who show it: thousands of cells take a while. */
function estimateOf(plan: ComparisonPlan, rules: string, cells?: readonly string[]): PlanEstimate {
  const before = cells ? undefined : lastOfPlan.get(plan);
  if (before?.rules === rules) return before.estimate;
  const estimate = estimatePlan(plan, rulesOfConnection, cells);
  if (!cells) lastOfPlan.set(plan, { rules, estimate });
  return estimate;
}

/** How long these cells will take, in milliseconds, going by the runs that there are; null: there are none. */
export function estimatedTime({ plan, session }: CompareStore, cells: readonly string[]): number | null {
  const now = plan.view().plan;
  const counts = new Map<string, number>();
  for (const cell of cells) {
    const id = templateOfCell(now, cell)?.connectionId ?? '';
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  const connections = getConnections();
  const durations = session.cells().flatMap((cell) => {
    const run = session.run(cell);
    const { status, timings } = run ? stateOf(run) : {};
    return status === 'complete' ? (timings?.durationMs ?? []) : [];
  });
  return estimateTime(
    [...counts].map(([id, count]) => ({
      cells: count,
      atOnce: connections.find((connection) => connection.id === id)?.runsAtOnce ?? null,
    })),
    durations,
  );
}

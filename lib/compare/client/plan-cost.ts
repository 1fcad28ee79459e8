'use client';

import { useMemo } from 'react';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { modelsOf, templateOfCell } from '@/lib/compare/model/plan-cells';
import { estimatePlan, estimateTime, type PlanEstimate } from '@/lib/compare/model/sweep-check';
import { getConnections } from '@/lib/connections/client/connection-list';
import { rulesOfConnection } from '@/lib/connections/client/connection-rules';
import { usePrices } from '@/lib/connections/client/prices';
import type { Rules } from '@/lib/protocol/request/completion-request';
import type { Price } from '@/lib/protocol/run/price';
import type { CompareStore } from './compare-store';

/** What running the plan takes, or some of its cells, with its cost at the prices of now. */
export function usePlanEstimate(plan: ComparisonPlan, cells?: readonly string[]): PlanEstimate {
  const priced = modelsOf(plan);
  const priceOf = usePrices(priced.map(({ connectionId }) => connectionId));
  // By content: estimating thousands of cells takes a while.
  const key = JSON.stringify(
    priced.map(({ connectionId, model }) => [
      ...[connectionId, model, rulesOfConnection(connectionId)],
      priceOf(connectionId, model),
    ]),
  );
  return useMemo(() => estimateOf(plan, key, cells), [plan, cells, key]);
}

const lastOfPlan = new WeakMap<ComparisonPlan, { readonly key: string; readonly estimate: PlanEstimate }>();

/** The whole plan's is made once for all who show it, with what `key` says about its models. */
function estimateOf(plan: ComparisonPlan, key: string, cells?: readonly string[]): PlanEstimate {
  const before = cells ? undefined : lastOfPlan.get(plan);
  if (before?.key === key) return before.estimate;
  const known = JSON.parse(key) as [connectionId: string, model: string, rules: Rules, price: Price | null][];
  const estimate = estimatePlan(
    plan,
    (connectionId) => known.find(([id]) => id === connectionId)?.[2] ?? 'wide',
    (connectionId, model) => known.find(([id, name]) => id === connectionId && name === model)?.[3] ?? null,
    cells,
  );
  if (!cells) lastOfPlan.set(plan, { key, estimate });
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
    const { status, timings } = session.run(cell)?.store.state ?? {};
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

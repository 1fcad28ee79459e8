'use client';

import { useMemo } from 'react';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { estimatePlan, type PlanEstimate } from '@/lib/compare/model/sweep-check';
import { rulesOfConnection } from '@/lib/connections/client/connection-rules';
import { usePrices } from '@/lib/connections/client/prices';
import type { Price } from '@/lib/protocol/run/price';

/** What running the whole plan takes, with its cost at the prices of now. */
export function usePlanEstimate(plan: ComparisonPlan): PlanEstimate {
  const priced = plan.kind === 'sweep' ? [plan.base] : plan.columns;
  // Columns may be on several servers; each request is checked by the rules of its own when it runs.
  const rules = plan.kind === 'sweep' ? rulesOfConnection(plan.base.connectionId) : 'wide';
  const priceOf = usePrices(priced.map(({ connectionId }) => connectionId));
  // By content: estimating a large sweep takes milliseconds.
  const key = JSON.stringify(
    priced.map(({ connectionId, model }) => [connectionId, model, priceOf(connectionId, model)]),
  );
  return useMemo(() => {
    const known = JSON.parse(key) as [connectionId: string, model: string, price: Price | null][];
    return estimatePlan(
      plan,
      rules,
      (connectionId, model) => known.find(([id, name]) => id === connectionId && name === model)?.[2] ?? null,
    );
  }, [plan, key, rules]);
}

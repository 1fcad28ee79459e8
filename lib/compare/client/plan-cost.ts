'use client';

import { useMemo } from 'react';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { modelsOf } from '@/lib/compare/model/plan-cells';
import { estimatePlan, type PlanEstimate } from '@/lib/compare/model/sweep-check';
import { rulesOfConnection } from '@/lib/connections/client/connection-rules';
import { usePrices } from '@/lib/connections/client/prices';
import type { Rules } from '@/lib/protocol/request/completion-request';
import type { Price } from '@/lib/protocol/run/price';

/** What running the whole plan takes, with its cost at the prices of now. */
export function usePlanEstimate(plan: ComparisonPlan): PlanEstimate {
  const priced = modelsOf(plan);
  const priceOf = usePrices(priced.map(({ connectionId }) => connectionId));
  // By content: estimating a large sweep takes milliseconds.
  const key = JSON.stringify(
    priced.map(({ connectionId, model }) => [
      ...[connectionId, model, rulesOfConnection(connectionId)],
      priceOf(connectionId, model),
    ]),
  );
  return useMemo(() => {
    const known = JSON.parse(key) as [
      connectionId: string,
      model: string,
      rules: Rules,
      price: Price | null,
    ][];
    return estimatePlan(
      plan,
      (connectionId) => known.find(([id]) => id === connectionId)?.[2] ?? 'wide',
      (connectionId, model) => known.find(([id, name]) => id === connectionId && name === model)?.[3] ?? null,
    );
  }, [plan, key]);
}

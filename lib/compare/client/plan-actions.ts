'use client';

import { useDeferredValue, useMemo } from 'react';
import type { ComparisonPlan, Variant } from '@/lib/compare/model/plan';
import { variantsOf } from '@/lib/compare/model/plan-cells';
import { useCompareStore, usePlan } from './compare-context';
import { planIssues } from './plan-issues';

/** A part of the plan; re-renders only when that part changes. */
export function usePlanPart<Value>(select: (plan: ComparisonPlan) => Value): Value {
  return usePlan(({ plan }) => select(plan));
}

/** The plan for what may come after the first outputs; null until they are drawn. */
export function useDeferredPlan(): ComparisonPlan | null {
  return useDeferredValue<ComparisonPlan | null>(
    usePlanPart((plan) => plan),
    null,
  );
}

/** A part of the columns; there are none in a sweep. */
export function useVariants<Value>(select: (columns: readonly Variant[]) => Value): Value {
  return usePlanPart((plan) => select(variantsOf(plan)));
}

/** The column with this id; undefined for a moment while it is being removed. */
export function useColumn(id: string): Variant | undefined {
  return useVariants((columns) => columns.find((column) => column.id === id));
}

/** Changes the plan, and returns the previous one for an undo. */
export function useChangePlan(): (change: (plan: ComparisonPlan) => ComparisonPlan) => ComparisonPlan {
  const { plan } = useCompareStore();
  return useMemo(
    () => (change) => {
      const before = plan.view().plan;
      const after = change(before);
      if (after !== before) plan.change({ plan: after });
      return before;
    },
    [plan],
  );
}

/** Why a cell cannot be run, by field; the same array while nothing changes. */
export function useCellIssues(id: string) {
  return usePlanPart((plan) => planIssues(plan, id));
}

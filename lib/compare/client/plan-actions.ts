'use client';

import { useMemo } from 'react';
import type { Column, ColumnsPlan } from '@/lib/compare/model/plan';
import { useCompareStore, usePlan } from './compare-context';
import { planIssues } from './plan-issues';

const NOT_COLUMNS: ColumnsPlan = { kind: 'columns', prompt: '', columns: [] };

/** The plan of a comparison of columns. */
export function columnsOf(plan: { readonly kind: string }): ColumnsPlan {
  return plan.kind === 'columns' ? (plan as ColumnsPlan) : NOT_COLUMNS;
}

/** A part of the plan of columns. */
export function useColumnsPlan<Value>(select: (plan: ColumnsPlan) => Value): Value {
  return usePlan(({ plan }) => select(columnsOf(plan)));
}

/** The column with this id; undefined for a moment while it is being removed. */
export function useColumn(id: string): Column | undefined {
  return useColumnsPlan(({ columns }) => columns.find((column) => column.id === id));
}

/** Changes the plan of columns, and returns the previous one for an undo. */
export function useChangePlan(): (change: (plan: ColumnsPlan) => ColumnsPlan) => ColumnsPlan {
  const { plan } = useCompareStore();
  return useMemo(
    () => (change) => {
      const before = columnsOf(plan.view().plan);
      const after = change(before);
      if (after !== before) plan.change({ plan: after });
      return before;
    },
    [plan],
  );
}

/** Why a cell cannot be run, by field; the same array while nothing changes. */
export function useCellIssues(id: string) {
  return usePlan(({ plan }) => planIssues(plan, id));
}

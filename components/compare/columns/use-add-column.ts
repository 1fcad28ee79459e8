'use client';

import { useCallback } from 'react';
import { toast } from '@/components/ui/toast';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { useChangePlan } from '@/lib/compare/client/plan-actions';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { variantsOf } from '@/lib/compare/model/plan-cells';
import { columnLetter } from '@/lib/compare/model/plan-labels';
import { useCompareView } from '../view-state';

/**
 * Changes the plan by a function that adds a column; the page then goes to that column and says which it is: on
 * a narrow screen only one column is visible. Nothing happens where the function returns the plan as it is.
 */
export function useAddColumn(): (add: (plan: ComparisonPlan) => ComparisonPlan) => void {
  const { plan: store } = useCompareStore();
  const changePlan = useChangePlan();
  const { change } = useCompareView();
  return useCallback(
    (add) => {
      const known = new Set(variantsOf(changePlan(add)).map(({ id }) => id));
      const columns = variantsOf(store.view().plan);
      const at = columns.findIndex(({ id }) => !known.has(id));
      const added = columns[at];
      if (!added) return;
      change({ revealed: added.id });
      toast(`Column ${columnLetter(at)} added.`, { id: 'column' });
    },
    [store, changePlan, change],
  );
}

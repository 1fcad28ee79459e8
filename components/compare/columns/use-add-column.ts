'use client';

import { useCallback } from 'react';
import { toast } from '@/components/ui/toast';
import { columnLetter } from '@/lib/compare/client/column-edits';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { columnsOf, useChangePlan } from '@/lib/compare/client/plan-actions';
import type { ColumnsPlan } from '@/lib/compare/model/plan';
import { useCompareView } from './view-state';

/**
 * Changes the plan by a function that adds a column; the page then goes to that column and says which it is: on
 * a narrow screen only one column is visible. Nothing happens where the function returns the plan as it is.
 */
export function useAddColumn(): (add: (plan: ColumnsPlan) => ColumnsPlan) => void {
  const { plan: store } = useCompareStore();
  const changePlan = useChangePlan();
  const { change } = useCompareView();
  return useCallback(
    (add) => {
      const known = new Set(changePlan(add).columns.map(({ id }) => id));
      const { columns } = columnsOf(store.view().plan);
      const at = columns.findIndex(({ id }) => !known.has(id));
      const added = columns[at];
      if (!added) return;
      change({ revealed: added.id });
      toast(`Column ${columnLetter(at)} added.`, { id: 'column' });
    },
    [store, changePlan, change],
  );
}

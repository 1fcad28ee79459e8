'use client';

import { useMemo } from 'react';
import { toastUndo } from '@/components/ui/toast';
import {
  newColumnId,
  withChanged,
  withColumn,
  withColumnAt,
  withCopy,
  withOwnPrompt,
  withoutColumn,
} from '@/lib/compare/client/column-edits';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { useChangePlan } from '@/lib/compare/client/plan-actions';
import { variantsOf } from '@/lib/compare/model/plan-cells';
import { columnLetter } from '@/lib/compare/model/plan-labels';
import { useCompareView } from '../../view-state';
import { useAddColumn } from '../use-add-column';

/** The actions on one column, shared by its menu, its head and the keyboard. */
export function useColumnActions(id: string) {
  const { plan: store } = useCompareStore();
  const change = useChangePlan();
  const add = useAddColumn();
  const { change: changeView } = useCompareView();
  return useMemo(
    () => ({
      move: (by: -1 | 1) => {
        const at = variantsOf(store.view().plan).findIndex((column) => column.id === id);
        change((plan) => withColumnAt(plan, id, at + by));
        changeView({ revealed: id });
      },
      moveTo: (to: number) => void change((plan) => withColumnAt(plan, id, to)),
      duplicate: () => add((plan) => withCopy(plan, id, newColumnId())),
      rename: (name: string | null) =>
        void change((plan) => withChanged(plan, id, (column) => ({ ...column, name }))),
      /** A second press switches back. */
      makeReference: () =>
        void change((plan) => ({ ...plan, referenceId: plan.referenceId === id ? null : id })),
      ownPrompt: (own: boolean) => {
        const before = change((plan) => withOwnPrompt(plan, id, own));
        const lost = variantsOf(before).find((column) => column.id === id)?.prompt;
        if (own || lost === undefined || lost === before.base.prompt) return;
        toastUndo('The column uses the shared prompt again.', () =>
          change((plan) => withChanged(plan, id, (column) => ({ ...column, prompt: lost }))),
        );
      },
      remove: () => {
        const before = change((plan) => withoutColumn(plan, id));
        const at = variantsOf(before).findIndex((column) => column.id === id);
        const column = variantsOf(before)[at];
        if (!column || variantsOf(before).length === 1) return;
        toastUndo(`${column.name ?? `Column ${columnLetter(at)}`} removed.`, () => {
          change((plan) => ({
            ...withColumn(plan, column, at),
            ...(before.referenceId === id ? { referenceId: id } : {}),
          }));
          changeView({ revealed: id });
        });
      },
    }),
    [store, change, add, changeView, id],
  );
}

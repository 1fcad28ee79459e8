'use client';

import { useMemo } from 'react';
import type { StartComparison } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { modelsOf, settingsOfCell } from '@/lib/compare/model/plan-cells';
import { noteModelUsed } from '@/lib/connections/client/recent-models';
import { useCompareStore, useSession } from './compare-context';
import type { CompareStore } from './compare-store';

export interface ComparisonActions {
  run(cells: NonNullable<StartComparison['cells']>): Promise<void>;
  stop(cells?: readonly string[]): Promise<void>;
}

/** The page's actions, the same for buttons and shortcuts. Both throw `ApiError`. */
export function useComparisonActions(): ComparisonActions {
  const compareStore = useCompareStore();
  return useMemo(
    () => ({
      run: (cells) => {
        noteModelsUsed(compareStore.plan.view().plan, Array.isArray(cells) ? cells : null);
        return compareStore.start(cells);
      },
      stop: (cells) => compareStore.stop(cells),
    }),
    [compareStore],
  );
}

/** Of the cells that run; null: of all. */
function noteModelsUsed(plan: ComparisonPlan, cells: readonly string[] | null): void {
  const used = cells?.flatMap((cell) => settingsOfCell(plan, cell) ?? []) ?? modelsOf(plan);
  const known = new Set<string>();
  for (const { connectionId, model } of used) {
    const key = `${connectionId} ${model}`;
    if (model !== '' && !known.has(key)) noteModelUsed(connectionId, model);
    known.add(key);
  }
}

export function isUnderWay({ session }: CompareStore): boolean {
  const { waiting, live } = session.view().queue;
  return waiting.length > 0 || live.length > 0;
}

export function useIsUnderWay(): boolean {
  return useSession(({ queue }) => queue.waiting.length > 0 || queue.live.length > 0);
}

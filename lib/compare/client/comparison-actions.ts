'use client';

import { useMemo } from 'react';
import type { StartComparison } from '@/lib/compare/model/comparisons';
import { noteModelUsed } from '@/lib/connections/client/recent-models';
import { useCompareStore, useSession } from './compare-context';
import type { CompareStore } from './compare-store';
import { columnsOf } from './plan-actions';

export interface ComparisonActions {
  run(cells: NonNullable<StartComparison['cells']>): Promise<void>;
  stop(cells?: readonly string[]): Promise<void>;
  pause(paused: boolean): Promise<void>;
}

/** The page's actions, the same for buttons and shortcuts. All throw `ApiError`. */
export function useComparisonActions(): ComparisonActions {
  const compareStore = useCompareStore();
  return useMemo(
    () => ({
      run: (cells) => {
        for (const { id, connectionId, model } of columnsOf(compareStore.plan.view().plan).columns) {
          if (model !== '' && (!Array.isArray(cells) || cells.includes(id)))
            noteModelUsed(connectionId, model);
        }
        return compareStore.start(cells);
      },
      stop: (cells) => compareStore.stop(cells),
      pause: (paused) => compareStore.pause(paused),
    }),
    [compareStore],
  );
}

export function isUnderWay({ session }: CompareStore): boolean {
  const { waiting, live } = session.view().queue;
  return waiting.length > 0 || live.length > 0;
}

export function useIsUnderWay(): boolean {
  return useSession(({ queue }) => queue.waiting.length > 0 || queue.live.length > 0);
}

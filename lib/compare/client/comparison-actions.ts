'use client';

import { useMemo } from 'react';
import type { StartComparison } from '@/lib/compare/model/comparisons';
import { noteModelUsed } from '@/lib/connections/client/recent-models';
import type { CompareRoom } from './compare-room';
import { columnsOf } from './plan-actions';
import { useCompareRoom, useSession } from './room-context';

export interface ComparisonActions {
  run(cells: NonNullable<StartComparison['cells']>): Promise<void>;
  stop(cells?: readonly string[]): Promise<void>;
}

/** The verbs of the page, the same for buttons and shortcuts. Both throw `ApiError`. */
export function useComparisonActions(): ComparisonActions {
  const room = useCompareRoom();
  return useMemo(
    () => ({
      run: (cells) => {
        for (const { id, connectionId, model } of columnsOf(room.plan.view().plan).columns) {
          if (model !== '' && (!Array.isArray(cells) || cells.includes(id)))
            noteModelUsed(connectionId, model);
        }
        return room.start(cells);
      },
      stop: (cells) => room.stop(cells),
    }),
    [room],
  );
}

export function isUnderWay({ session }: CompareRoom): boolean {
  const { waiting, live } = session.view().queue;
  return waiting.length > 0 || live.length > 0;
}

export function useIsUnderWay(): boolean {
  return useSession(({ queue }) => queue.waiting.length > 0 || queue.live.length > 0);
}

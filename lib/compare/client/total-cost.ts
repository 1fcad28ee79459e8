'use client';

import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { Cost } from '@/lib/protocol/run/price';
import { totalCosts } from '@/lib/runs/model/cost';
import { useCompareStore } from './compare-context';
import type { ComparisonSession } from './comparison-session';
import { watchCells } from './ended-outputs';

/** What the runs that these cells show cost together, one sum a currency. Changes when runs end. */
export function useTotalCost(cells: readonly string[]): readonly Cost[] {
  const { session } = useCompareStore();
  const cellKey = cells.join(' ');
  const list = useMemo(() => cellKey.split(' ').filter((cell) => cell !== ''), [cellKey]);
  const subscribe = useCallback(
    (listener: () => void) => watchCells(session, list, listener),
    [session, list],
  );
  const read = () => JSON.stringify(totalOf(session, list));
  const total = useSyncExternalStore(subscribe, read, read);
  return useMemo(() => JSON.parse(total) as Cost[], [total]);
}

function totalOf(session: ComparisonSession, cells: readonly string[]): Cost[] {
  return totalCosts(cells.map((cell) => session.run(cell)?.store.state.cost));
}

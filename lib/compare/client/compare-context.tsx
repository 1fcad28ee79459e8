'use client';

import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import { isLive } from '@/lib/runs/client/run-view';
import { useRunView } from '@/lib/runs/client/use-run-view';
import type { CellRun } from './cell-run';
import type { CompareStore } from './compare-store';
import type { SessionView } from './comparison-session';
import type { PlanView } from './plan-store';

const CompareStoreContext = createContext<CompareStore | null>(null);

export function CompareStoreProvider({
  compareStore,
  children,
}: {
  compareStore: CompareStore;
  children: ReactNode;
}) {
  return <CompareStoreContext value={compareStore}>{children}</CompareStoreContext>;
}

/** The comparison that the page shows. */
export function useCompareStore(): CompareStore {
  const compareStore = useContext(CompareStoreContext);
  if (!compareStore) throw new Error('useCompareStore needs a CompareStoreProvider above it');
  return compareStore;
}

/** A part of the plan and its status; re-renders only when that part changes. */
export function usePlan<Value>(select: (view: PlanView) => Value): Value {
  return useStore(useCompareStore().plan.views, select);
}

/** A part of what is running or waiting. */
export function useSession<Value>(select: (view: SessionView) => Value): Value {
  return useStore(useCompareStore().session.views, select);
}

/** The run that a cell shows; null: none yet. For what happens in it, use `useRunView(run.store, …)`. */
export function useCellRun(cell: string): CellRun | null {
  return useStore(useCompareStore().session.runs, (runs) => runs.get(cell) ?? null);
}

/** Whether more text may still come in a cell. */
export function useCellIsLive(cell: string): boolean {
  const run = useCellRun(cell);
  return useRunView(run?.store ?? null, (view) => view !== null && isLive(view));
}

/** Of each list of waiting cells: every cell on the page asks for its own. */
const positions = new WeakMap<readonly string[], ReadonlyMap<string, number>>();

/** How many cells wait before this one, from 0; −1 when it does not wait. */
export function useQueuePosition(cell: string): number {
  return useSession(({ queue: { waiting } }) => {
    const known = positions.get(waiting) ?? new Map(waiting.map((one, at) => [one, at]));
    positions.set(waiting, known);
    return known.get(cell) ?? -1;
  });
}

const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });
const ENDINGS: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };

/** `Waiting, 12th`. */
export function queueLabel(before: number): string {
  const ordinal = before + 1;
  return before === 0 ? 'Waiting, next' : `Waiting, ${ordinal}${ENDINGS[ORDINALS.select(ordinal)]}`;
}

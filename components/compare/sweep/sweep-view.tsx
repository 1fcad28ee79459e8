'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import type { ChartMeasure } from '@/lib/compare/client/sweep-figures';

/** A place of the grid: all repeats of one pair of values. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export function placeKey({ row, column }: Place): string {
  return `${row}:${column}`;
}

export function placeOf(key: string): Place {
  const [row = 0, column = 0] = key.split(':').map(Number);
  return { row, column };
}

/** How the sweep is looked at: nothing of it is part of the comparison. */
export interface SweepViewState {
  readonly show: 'texts' | 'heat' | 'lines';
  readonly measure: ChartMeasure;
  /** Which repeat the cells show, from 0. */
  readonly repeat: number;
  /** Places that show another one. */
  readonly repeats: Readonly<Record<string, number>>;
  /** Where the keys of the grid go. */
  readonly active: string;
  /** Places in the order in which they were chosen. */
  readonly selected: readonly string[];
  /** A press selects instead of opening. */
  readonly selecting: boolean;
  readonly opened: string | null;
  readonly composer: boolean;
  /** Fields of values that cannot be read, by axis. */
  readonly unread: readonly number[];
  /** A start is on its way to the server. */
  readonly starting: boolean;
  /** What somebody has to say yes to. */
  readonly asking: 'all' | 'rest' | null;
}

const INITIAL: SweepViewState = {
  show: 'texts',
  measure: 'tokens',
  repeat: 0,
  repeats: {},
  active: '0:0',
  selected: [],
  selecting: false,
  opened: null,
  composer: true,
  unread: [],
  starting: false,
  asking: null,
};

export function isNarrow(): boolean {
  return matchMedia('(width < 900px)').matches;
}

interface SweepView extends SweepViewState {
  readonly change: (
    change: Partial<SweepViewState> | ((now: SweepViewState) => Partial<SweepViewState>),
  ) => void;
}

const ViewContext = createContext<SweepView | null>(null);

export function SweepViewProvider({ children }: { children: ReactNode }) {
  const { session } = useCompareStore();
  const [state, setState] = useState(() => ({
    ...INITIAL,
    // On a narrow screen what came stands below what is asked, and is what one opens a comparison for.
    composer: !isNarrow() || session.cells().length === 0,
  }));
  const change = useMemo<SweepView['change']>(
    () => (how) => setState((before) => ({ ...before, ...(typeof how === 'function' ? how(before) : how) })),
    [],
  );
  const value = useMemo(() => ({ ...state, change }), [state, change]);
  return <ViewContext value={value}>{children}</ViewContext>;
}

export function useSweepView(): SweepView {
  const value = useContext(ViewContext);
  if (!value) throw new Error('useSweepView needs a SweepViewProvider above it');
  return value;
}

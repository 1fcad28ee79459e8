'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import type { ChartMeasure } from '@/lib/compare/client/sweep-figures';

/** A cell of the grid: all repeats of one pair of values. */
export interface GridPoint {
  readonly row: number;
  readonly column: number;
}

export function pointKey({ row, column }: GridPoint): string {
  return `${row}:${column}`;
}

export function pointOf(key: string): GridPoint {
  const [row = 0, column = 0] = key.split(':').map(Number);
  return { row, column };
}

/** How the sweep is viewed. None of this is stored with it. */
export interface SweepViewState {
  readonly show: 'texts' | 'heat' | 'lines';
  /** Null: the first that varies. */
  readonly measure: ChartMeasure | null;
  /** The repeat that cells show by default, from 0. */
  readonly repeat: number;
  /** Cells that show another repeat. */
  readonly repeats: Readonly<Record<string, number>>;
  /** The cell that the Tab key stops at. */
  readonly active: string;
  /** Selected cells, in order of selection. */
  readonly selected: readonly string[];
  /** A press selects instead of opening. */
  readonly selecting: boolean;
  readonly opened: string | null;
  readonly composer: boolean;
  /** Axes whose value field cannot be read. */
  readonly unread: readonly number[];
  /** A start request is on its way to the server. */
  readonly starting: boolean;
  /** The run that waits for confirmation. */
  readonly confirming: 'all' | 'remaining' | null;
}

const INITIAL: SweepViewState = {
  show: 'texts',
  measure: null,
  repeat: 0,
  repeats: {},
  active: '0:0',
  selected: [],
  selecting: false,
  opened: null,
  composer: true,
  unread: [],
  starting: false,
  confirming: null,
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
    // On a narrow screen the results stand below the composer, and they are what a saved sweep is opened for.
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

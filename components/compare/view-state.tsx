'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { type CompareView, putViewInUrl, readViewInUrl } from '@/lib/compare/client/comparison-url';
import type { ChartMeasure } from '@/lib/compare/client/sweep-figures';
import type { CellFilter, CellGroup, CellOrder } from '@/lib/compare/model/cell-lines';
import type { SettingsRowName } from '@/lib/compare/model/settings-table';
import type { DiffMode } from '@/lib/texts/model/text-differences';
import type { GridPlace } from './grid/moved-place';

/** A place of the grid: all inputs and repeats of one pair of values. */
export type GridPoint = GridPlace;

export function pointKey({ row, column }: GridPoint): string {
  return `${row}:${column}`;
}

export function pointOf(key: string): GridPoint {
  const [row = 0, column = 0] = key.split(':').map(Number);
  return { row, column };
}

/** How the comparison is viewed. Only the view is in the address; none of it is stored with the comparison. */
export interface CompareViewState {
  readonly view: CompareView;
  /** A start request is on its way to the server. */
  readonly starting: boolean;
  /** The run that waits for confirmation. */
  readonly confirming: 'all' | 'remaining' | null;
  /** The dialog that is open. */
  readonly layer: 'note' | 'checks' | 'judge' | 'runs' | 'inputs' | null;
  readonly composer: boolean;
  /** Axes whose value field cannot be read. */
  readonly unread: readonly number[];

  /** The outputs that are judged blind, and nothing else is shown; null: none are. */
  readonly judged: readonly string[] | null;
  /** Pairs follow one another, and nothing is revealed between them. */
  readonly isSeries: boolean;

  /** The cell that is shown in full. */
  readonly opened: string | null;
  /** The row of the inputs, and the repeat, that the grid shows; from 0. */
  readonly input: number;
  readonly repeat: number;
  /** Places of the grid that show another repeat. */
  readonly repeats: Readonly<Record<string, number>>;
  /** The place that the Tab key stops at. */
  readonly active: string;
  /** Selected places, in order of selection. */
  readonly selected: readonly string[];
  /** A press selects instead of opening. */
  readonly selecting: boolean;

  /** What charts show; null: the first that varies. */
  readonly measure: ChartMeasure | null;
  /** Charts have the inputs on their first axis, instead of means over them. */
  readonly byInput: boolean;
  /** Outputs in full, side by side, instead of their beginnings in the grid. */
  readonly inFull: boolean;

  readonly filter: CellFilter;
  readonly contains: string;
  readonly order: CellOrder;
  readonly group: CellGroup;
  /** Groups of the table that are closed. */
  readonly closed: readonly string[];
  /** The cell, or the group, that the Tab key stops at in the table. */
  readonly line: string | null;

  readonly scrollTogether: boolean;
  /**
   * `text`: each output, marked. `changes`: with the reference's text in place. `only`: differences alone.
   */
  readonly show: 'text' | 'changes' | 'only';
  readonly mode: DiffMode;
  /** The choice of each column that is compared; 0 where none is named. */
  readonly choices: Readonly<Record<string, number>>;
  /** One row for each measure, instead of one line for all. */
  readonly measures: boolean;
  readonly allMeasures: boolean;
  /** Settings that have a row although no column sends them yet. */
  readonly extraRows: readonly SettingsRowName[];
  /** The row that was added last: its first cell opens to be filled in. */
  readonly openedRow: SettingsRowName | null;
  /** The column whose cell of that row opens; null: the first. */
  readonly openedColumn: string | null;
  /** A column that was added or moved, until it has been brought into view. */
  readonly revealed: string | null;
  readonly prompt: boolean;
  /** Whether the alternatives at the first divergence are shown. */
  readonly alternatives: boolean;
}

const INITIAL: CompareViewState = {
  view: 'side',
  starting: false,
  confirming: null,
  layer: null,
  composer: true,
  unread: [],
  judged: null,
  isSeries: false,
  opened: null,
  input: 0,
  repeat: 0,
  repeats: {},
  active: '0:0',
  selected: [],
  selecting: false,
  measure: null,
  byInput: false,
  inFull: false,
  filter: 'all',
  contains: '',
  order: { by: null, isDescending: false },
  group: 'none',
  closed: [],
  line: null,
  scrollTogether: false,
  show: 'text',
  mode: 'auto',
  choices: {},
  measures: false,
  allMeasures: false,
  extraRows: [],
  openedRow: null,
  openedColumn: null,
  revealed: null,
  prompt: true,
  alternatives: true,
};

export function isNarrow(): boolean {
  return matchMedia('(width < 900px)').matches;
}

interface ComparisonView extends CompareViewState {
  readonly change: (
    change: Partial<CompareViewState> | ((now: CompareViewState) => Partial<CompareViewState>),
  ) => void;
}

const ViewContext = createContext<ComparisonView | null>(null);

export function CompareViewProvider({ children }: { children: ReactNode }) {
  const { session } = useCompareStore();
  const [state, setState] = useState(() => ({
    ...INITIAL,
    view: readViewInUrl() ?? INITIAL.view,
    // On a narrow screen the results stand below the composer, and they are what a saved comparison is opened for.
    composer: !isNarrow() || session.cells().length === 0,
  }));
  const change = useMemo<ComparisonView['change']>(
    () => (how) => {
      if (typeof how !== 'function' && how.view !== undefined) putViewInUrl(how.view);
      setState((before) => ({ ...before, ...(typeof how === 'function' ? how(before) : how) }));
    },
    [],
  );
  const value = useMemo(() => ({ ...state, change }), [state, change]);
  return <ViewContext value={value}>{children}</ViewContext>;
}

export function useCompareView(): ComparisonView {
  const value = useContext(ViewContext);
  if (!value) throw new Error('useCompareView needs a CompareViewProvider above it');
  return value;
}

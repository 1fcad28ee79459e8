'use client';

import { useSearchParams } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import {
  type CompareView,
  putViewInUrl,
  readCompareAddress,
  readViewInUrl,
} from '@/lib/compare/client/comparison-url';
import type { ChartMeasure } from '@/lib/compare/client/sweep-figures';
import type { CellFilter, CellGroup, CellOrder } from '@/lib/compare/model/cell-lines';
import type { SettingsRowName } from '@/lib/compare/model/settings-table';
import type { DiffMode } from '@/lib/texts/model/text-differences';

/** How the comparison is viewed. Only the view is in the address; none of it is stored with the comparison. */
const INITIAL = {
  view: 'side' as CompareView,
  /** A start request is on its way to the server. */
  starting: false,
  /** The run that waits for confirmation. */
  confirming: null as 'all' | 'remaining' | null,
  /** The dialog that is open. */
  layer: null as 'note' | 'checks' | 'judge' | 'runs' | 'inputs' | 'share' | null,
  composer: true,
  /** Axes whose value field cannot be read. */
  unread: [] as readonly number[],

  /** The outputs that are judged blind, and nothing else is shown; null: none are. */
  judged: null as readonly string[] | null,
  /** Pairs follow one another, and nothing is revealed between them. */
  isSeries: false,

  /** The cell that is shown in full. */
  opened: null as string | null,
  /** The row of the inputs, and the repeat, that the grid shows; from 0. */
  input: 0,
  repeat: 0,
  /** Places of the grid that show another repeat. */
  repeats: {} as Readonly<Record<string, number>>,
  /** The place that the Tab key stops at. */
  active: '0:0',
  /** Selected places, in order of selection. */
  selected: [] as readonly string[],
  /** A press selects instead of opening. */
  selecting: false,

  /** What charts show; null: the first that varies. */
  measure: null as ChartMeasure | null,
  /** Charts have the inputs on their first axis, instead of means over them. */
  byInput: false,
  /** Outputs in full, side by side, instead of their beginnings in the grid. */
  inFull: false,

  filter: 'all' as CellFilter,
  contains: '',
  order: { by: null, isDescending: false } as CellOrder,
  group: 'none' as CellGroup,
  /** Groups of the table that are closed. */
  closed: [] as readonly string[],
  /** The cell, or the group, that the Tab key stops at in the table. */
  line: null as string | null,

  scrollTogether: false,
  /**
   * `text`: each output, marked. `changes`: with the reference's text in place. `only`: differences alone.
   */
  show: 'text' as 'text' | 'changes' | 'only',
  mode: 'auto' as DiffMode,
  /** The choice of each column that is compared; 0 where none is named. */
  choices: {} as Readonly<Record<string, number>>,
  /** One row for each measure, instead of one line for all. */
  measures: false,
  allMeasures: false,
  /** Settings that have a row although no column sends them yet. */
  extraRows: [] as readonly SettingsRowName[],
  /** The row that was added last: its first cell opens to be filled in. */
  openedRow: null as SettingsRowName | null,
  /** The column whose cell of that row opens; null: the first. */
  openedColumn: null as string | null,
  /** A column that was added or moved, until it has been brought into view. */
  revealed: null as string | null,
  prompt: true,
  /** Whether the alternatives at the first divergence are shown. */
  alternatives: true,
};

export type CompareViewState = Readonly<typeof INITIAL>;

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
  const { plan, session } = useCompareStore();
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
  const { view } = state;
  const search = useSearchParams().toString();
  useEffect(() => {
    // Another link to this comparison need not name the view; one to another comparison means that one's own.
    const { isBare, id } = readCompareAddress(search);
    if (isBare || (id !== null && id === plan.view().comparison?.id)) putViewInUrl(view);
  }, [search, view, plan]);
  const value = useMemo(() => ({ ...state, change }), [state, change]);
  return <ViewContext value={value}>{children}</ViewContext>;
}

export function useCompareView(): ComparisonView {
  const value = useContext(ViewContext);
  if (!value) throw new Error('useCompareView needs a CompareViewProvider above it');
  return value;
}

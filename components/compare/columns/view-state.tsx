'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { DiffMode } from '@/lib/compare/client/comparison-job';
import type { ParameterName } from '@/lib/protocol/request/parameters';

/** How the comparison is viewed. None of this is stored with it. */
export interface CompareViewState {
  readonly scrollTogether: boolean;
  /**
   * `text`: each output, marked. `changes`: with the reference's text in place. `only`: differences alone.
   */
  readonly show: 'text' | 'changes' | 'only';
  readonly mode: DiffMode;
  /** The choice of each column that is compared; 0 where none is named. */
  readonly choices: Readonly<Record<string, number>>;
  /** Null: as long as nothing differs. */
  readonly equalRows: boolean | null;
  /** One row for each measure, instead of one line for all. */
  readonly measures: boolean;
  readonly allMeasures: boolean;
  /** Parameters that have a row although no column sends them yet. */
  readonly extraRows: readonly ParameterName[];
  /** The row that was added last: its first cell opens to be filled in. */
  readonly opened: ParameterName | null;
  readonly prompt: boolean;
  /** Whether the alternatives at the first divergence are shown. */
  readonly alternatives: boolean;
}

const INITIAL: CompareViewState = {
  scrollTogether: false,
  show: 'text',
  mode: 'auto',
  choices: {},
  equalRows: null,
  measures: false,
  allMeasures: false,
  extraRows: [],
  opened: null,
  prompt: true,
  alternatives: true,
};

interface CompareView extends CompareViewState {
  readonly change: (change: Partial<CompareViewState>) => void;
}

const ViewContext = createContext<CompareView | null>(null);

export function CompareViewProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState(INITIAL);
  const value = useMemo(
    () => ({
      ...state,
      change: (change: Partial<CompareViewState>) => setState((before) => ({ ...before, ...change })),
    }),
    [state],
  );
  return <ViewContext value={value}>{children}</ViewContext>;
}

export function useCompareView(): CompareView {
  const value = useContext(ViewContext);
  if (!value) throw new Error('useCompareView needs a CompareViewProvider above it');
  return value;
}

'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { DiffMode } from '@/lib/compare/client/comparison-job';
import type { SettingsRowName } from '@/lib/compare/model/settings-table';

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
  /** One row for each measure, instead of one line for all. */
  readonly measures: boolean;
  readonly allMeasures: boolean;
  /** Settings that have a row although no column sends them yet. */
  readonly extraRows: readonly SettingsRowName[];
  /** The row that was added last: its first cell opens to be filled in. */
  readonly opened: SettingsRowName | null;
  /** A column that was added or moved, until it has been brought into view. */
  readonly revealed: string | null;
  readonly prompt: boolean;
  /** Whether the alternatives at the first divergence are shown. */
  readonly alternatives: boolean;
}

const INITIAL: CompareViewState = {
  scrollTogether: false,
  show: 'text',
  mode: 'auto',
  choices: {},
  measures: false,
  allMeasures: false,
  extraRows: [],
  opened: null,
  revealed: null,
  prompt: true,
  alternatives: true,
};

interface CompareView extends CompareViewState {
  readonly change: (change: Partial<CompareViewState>) => void;
}

const ViewContext = createContext<CompareView | null>(null);

export function CompareViewProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState(INITIAL);
  const change = useCallback(
    (changed: Partial<CompareViewState>) => setState((before) => ({ ...before, ...changed })),
    [],
  );
  const value = useMemo(() => ({ ...state, change }), [state, change]);
  return <ViewContext value={value}>{children}</ViewContext>;
}

export function useCompareView(): CompareView {
  const value = useContext(ViewContext);
  if (!value) throw new Error('useCompareView needs a CompareViewProvider above it');
  return value;
}

'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { ParameterName } from '@/lib/protocol/request/parameters';

/** What to do with a range selected on a parameter's slider. */
export interface RangeSelection {
  /** The values that are marked now. */
  values(name: ParameterName): readonly number[] | undefined;
  selectRange(name: ParameterName, from: number, to: number): void;
  /** Shown under the slider. */
  offer?(name: ParameterName): ReactNode;
}

const RangeSelectionContext = createContext<RangeSelection | null>(null);

/** Enables range selection on the sliders below. */
export const RangeSelectionProvider = RangeSelectionContext.Provider;

/** Null where ranges cannot be selected: there Shift acts as on a plain slider. */
export function useRangeSelection(name: ParameterName) {
  const rangeSelection = useContext(RangeSelectionContext);
  if (!rangeSelection) return null;
  return {
    values: rangeSelection.values(name),
    selectRange: (from: number, to: number) => rangeSelection.selectRange(name, from, to),
    offer: rangeSelection.offer?.(name),
  };
}

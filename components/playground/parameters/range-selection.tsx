'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { ParameterName } from '@/lib/protocol/request/parameters';

/** What becomes of a stretch that is painted over a slider of a parameter. */
export interface RangeSelection {
  /** Values that are marked now. */
  values(name: ParameterName): readonly number[] | undefined;
  selectRange(name: ParameterName, from: number, to: number): void;
  /** Stands under the slider. */
  offer?(name: ParameterName): ReactNode;
}

const RangeSelectionContext = createContext<RangeSelection | null>(null);

/** Sliders below can be painted over. */
export const RangeSelectionProvider = RangeSelectionContext.Provider;

/** Null where painting means nothing: there a slider is a slider. */
export function useRangeSelection(name: ParameterName) {
  const rangeSelection = useContext(RangeSelectionContext);
  if (!rangeSelection) return null;
  return {
    values: rangeSelection.values(name),
    selectRange: (from: number, to: number) => rangeSelection.selectRange(name, from, to),
    offer: rangeSelection.offer?.(name),
  };
}

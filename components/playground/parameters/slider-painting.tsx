'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { ParameterName } from '@/lib/protocol/request/parameters';

/** What becomes of a stretch that is painted over a slider of a parameter. */
export interface SliderPainting {
  /** Values that are marked now. */
  values(name: ParameterName): readonly number[] | undefined;
  paint(name: ParameterName, from: number, to: number): void;
  /** Stands under the slider. */
  offer?(name: ParameterName): ReactNode;
}

const PaintingContext = createContext<SliderPainting | null>(null);

/** Sliders below can be painted over. */
export const SliderPaintingProvider = PaintingContext.Provider;

/** Null where painting means nothing: there a slider is a slider. */
export function useSliderPainting(name: ParameterName) {
  const painting = useContext(PaintingContext);
  if (!painting) return null;
  return {
    values: painting.values(name),
    paint: (from: number, to: number) => painting.paint(name, from, to),
    offer: painting.offer?.(name),
  };
}

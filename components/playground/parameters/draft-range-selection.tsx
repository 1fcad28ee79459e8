'use client';

import { type ComponentType, lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import type { ParameterName } from '@/lib/protocol/request/parameters';
import { type RangeSweep, usePlaygroundSlots } from '../playground-slots';
import { RangeSelectionProvider } from './range-selection';

type Offer = ComponentType<{ selected: RangeSweep; onClear: () => void }>;
const RangeOffer = lazy(
  async (): Promise<{ default: Offer }> => ({
    default: (await import('./range-offer').catch(() => null))?.RangeOffer ?? (() => null),
  }),
);

/** Offers a sweep over a range selected on a slider, with the rest of the draft unchanged. */
export function DraftRangeSelection({ children }: { children: ReactNode }) {
  const [selected, setSelected] = useState<RangeSweep | null>(null);
  const { sweepRange } = usePlaygroundSlots();
  const rangeSelection = useMemo(
    () => ({
      values: (name: string) => (selected?.parameter === name ? selected.values : undefined),
      selectRange: async (name: ParameterName, from: number, to: number) => {
        const next = await sweepRange(name, from, to);
        setSelected((before) => next ?? before);
      },
      offer: (name: string) =>
        selected?.parameter === name && (
          <Suspense fallback={<div className="mt-0.5 min-h-7" />}>
            <RangeOffer selected={selected} onClear={() => setSelected(null)} />
          </Suspense>
        ),
    }),
    [selected, sweepRange],
  );
  return <RangeSelectionProvider value={rangeSelection}>{children}</RangeSelectionProvider>;
}

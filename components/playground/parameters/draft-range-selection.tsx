'use client';

import { Grid3x3, X } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { buttonStyle } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Link } from '@/components/ui/link';
import type { ParameterName } from '@/lib/protocol/request/parameters';
import { type RangeSweep, usePlaygroundSlots } from '../playground-slots';
import { RangeSelectionProvider } from './range-selection';

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
          <div role="status" className="mt-0.5 flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1 text-xs">
            <span className="min-w-0 flex-1 truncate font-mono text-ink-2 tabular-nums">
              {selected.values.join(', ')}
            </span>
            <Link href={selected.href} className={buttonStyle('secondary', 'sm')}>
              <Grid3x3 aria-hidden="true" className="size-3.5" />
              Sweep these values
            </Link>
            <IconButton size="sm" label="Clear selected range" onClick={() => setSelected(null)}>
              <X aria-hidden="true" />
            </IconButton>
          </div>
        ),
    }),
    [selected, sweepRange],
  );
  return <RangeSelectionProvider value={rangeSelection}>{children}</RangeSelectionProvider>;
}

'use client';

import { Grid3x3, X } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { buttonStyle } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Link } from '@/components/ui/link';
import type { ParameterName } from '@/lib/protocol/request/parameters';
import { type PaintedSweep, usePlaygroundSlots } from '../playground-slots';
import { SliderPaintingProvider } from './slider-painting';

/** A stretch that is painted over a slider of the playground can be swept, with the draft as it is for the rest. */
export function DraftPainting({ children }: { children: ReactNode }) {
  const [painted, setPainted] = useState<PaintedSweep | null>(null);
  const { paintSweep } = usePlaygroundSlots();
  const painting = useMemo(
    () => ({
      values: (name: string) => (painted?.parameter === name ? painted.values : undefined),
      paint: async (name: ParameterName, from: number, to: number) => {
        const next = await paintSweep(name, from, to);
        setPainted((before) => next ?? before);
      },
      offer: (name: string) =>
        painted?.parameter === name && (
          <div role="status" className="mt-0.5 flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1 text-xs">
            <span className="min-w-0 flex-1 truncate font-mono text-ink-2 tabular-nums">
              {painted.values.join(', ')}
            </span>
            <Link href={painted.href} className={buttonStyle('secondary', 'sm')}>
              <Grid3x3 aria-hidden="true" className="size-3.5" />
              Sweep these values
            </Link>
            <IconButton size="sm" label="Forget the painted values" onClick={() => setPainted(null)}>
              <X aria-hidden="true" />
            </IconButton>
          </div>
        ),
    }),
    [painted, paintSweep],
  );
  return <SliderPaintingProvider value={painting}>{children}</SliderPaintingProvider>;
}

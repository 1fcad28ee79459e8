'use client';

import { Grid3x3, X } from 'lucide-react';
import { buttonStyle } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import type { RangeSweep } from '../playground-slots';
import { RunDraftLink } from '../run-draft-link';

/** Offers a sweep over the values that were selected on a slider. */
export function RangeOffer({ selected, onClear }: { selected: RangeSweep; onClear: () => void }) {
  return (
    <div role="status" className="mt-0.5 flex min-h-7 flex-wrap items-center gap-x-2 gap-y-1 text-xs">
      <span className="min-w-0 flex-1 truncate font-mono text-ink-2 tabular-nums">
        {selected.values.join(', ')}
      </span>
      <RunDraftLink href={selected.href} className={buttonStyle('secondary', 'sm')}>
        <Grid3x3 aria-hidden="true" className="size-3.5" />
        Sweep these values
      </RunDraftLink>
      <IconButton size="sm" label="Clear selected range" onClick={onClear}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  );
}

'use client';

import type { ReactNode } from 'react';
import { TokenColoursSelect, TokenLegend } from '@/components/runs/token-colours-select';
import { useTokenColours } from '@/lib/runs/client/token-colours';

/** Says that there are probabilities, and colours the tokens by them. `children`: more tools. */
export function TokenTools({ alternatives, children }: { alternatives: boolean; children?: ReactNode }) {
  const by = useTokenColours('off');
  return (
    <div className="needs-script flex flex-wrap items-center gap-x-3 gap-y-2 print:hidden">
      <TokenColoursSelect unchosen="off" className="w-36 shrink-0" />
      {by === 'off' ? (
        <p className="text-xs text-ink-3">
          <span className="pointer-coarse:hidden">Hover over a token or use the arrow keys</span>
          <span className="not-pointer-coarse:hidden">Tap a token</span> to see its probability
          {alternatives && ' and any alternatives'}.
        </p>
      ) : (
        <TokenLegend by={by} className="flex flex-wrap" />
      )}
      {children}
    </div>
  );
}

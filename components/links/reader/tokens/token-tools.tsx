'use client';

import { type ReactNode, useContext } from 'react';
import { TokenColoursSelect, TokenLegend } from '@/components/runs/token-colours-select';
import { useTokenColours } from '@/lib/runs/client/token-colours';
import { StillContext } from '../still';

/**
 * Says that there are probabilities, and colours the tokens by them. `children`: more tools. On a narrow screen they are
 * beside the choice of colours, and what is said below both: they would have a line of their own.
 */
export function TokenTools({ alternatives, children }: { alternatives: boolean; children?: ReactNode }) {
  const still = useContext(StillContext);
  const chosen = useTokenColours('off');
  // The owner's own choice is in this browser; readers have theirs, and begin without colours.
  const by = still ? 'off' : chosen;
  return (
    <div className="needs-script flex flex-wrap items-center gap-x-3 gap-y-2 print:hidden">
      <TokenColoursSelect unchosen="off" fixed={still ? 'off' : undefined} className="w-36 shrink-0" />
      {by === 'off' ? (
        <p className="text-xs text-ink-3 max-sm:order-1">
          <span className="pointer-coarse:hidden">Hover over a token or use the arrow keys</span>
          <span className="not-pointer-coarse:hidden">Tap a token</span> to see its probability
          {alternatives && ' and any alternatives'}.
        </p>
      ) : (
        <TokenLegend by={by} className="max-sm:order-1" />
      )}
      {children}
    </div>
  );
}

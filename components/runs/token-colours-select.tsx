'use client';

import { cx } from '@/components/ui/cx';
import { Select } from '@/components/ui/select';
import {
  LEVEL_LABELS,
  setTokenColours,
  type TokenColours,
  useTokenColours,
} from '@/lib/runs/client/token-colours';

/** Selects what the token colours of all texts show. */
export function TokenColoursSelect({ className }: { className?: string }) {
  return (
    <Select
      size="sm"
      aria-label="Token colors"
      value={useTokenColours()}
      onChange={(event) => setTokenColours(coloursOf(event.target.value))}
      className={className}
    >
      <option value="off">Colors off</option>
      <option value="probability">By probability</option>
      <option value="rank">By rank</option>
    </Select>
  );
}

/** The legend of the token colours. */
export function TokenLegend({ by, className }: { by: Exclude<TokenColours, 'off'>; className: string }) {
  return (
    <ul aria-label="Color legend" className={cx('items-center gap-2 text-2xs text-ink', className)}>
      {LEVEL_LABELS[by].map((labels, level) => (
        <li key={labels} className="whitespace-nowrap">
          <span className={`token-level-${level} rounded-[2px] px-1`}>{labels}</span>
        </li>
      ))}
    </ul>
  );
}

function coloursOf(value: string): TokenColours {
  return value === 'probability' || value === 'rank' ? value : 'off';
}

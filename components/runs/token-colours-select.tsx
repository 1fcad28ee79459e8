'use client';

import { cx } from '@/components/ui/cx';
import { Select } from '@/components/ui/select';
import {
  LEVEL_LABELS,
  setTokenColours,
  type TokenColours,
  useTokenColours,
} from '@/lib/runs/client/token-colours';

export interface TokenColoursSelectProps {
  /** What holds until something is chosen: see `useTokenColours`. */
  unchosen?: TokenColours;
  /** For scored texts, which have a choice of their own. */
  isScore?: boolean;
  /** Shown whatever this browser has chosen: what a reader with a browser of their own sees. */
  fixed?: TokenColours | undefined;
  className?: string;
}

/** Selects what the token colours of all texts show. */
export function TokenColoursSelect({ unchosen, isScore, fixed, className }: TokenColoursSelectProps) {
  const chosen = useTokenColours(unchosen, isScore);
  return (
    <Select
      size="sm"
      aria-label="Token colors"
      value={fixed ?? chosen}
      onChange={(event) => setTokenColours(coloursOf(event.target.value), isScore)}
      className={className}
    >
      <option value="off">Colors off</option>
      <option value="probability">By probability</option>
      <option value="rank">By rank</option>
      <option value="surprisal">By surprisal</option>
    </Select>
  );
}

/** The legend of the token colours. */
export function TokenLegend({ by, className }: { by: Exclude<TokenColours, 'off'>; className: string }) {
  return (
    <ul aria-label="Color legend" className={cx('items-center gap-2 text-2xs text-ink', className)}>
      {LEVEL_LABELS[by].map((label, level) => (
        <li key={label} className="whitespace-nowrap">
          <span className={`token-level-${level + 1} rounded-[2px] px-1`}>{label}</span>
        </li>
      ))}
    </ul>
  );
}

function coloursOf(value: string): TokenColours {
  return value === 'probability' || value === 'rank' || value === 'surprisal' ? value : 'off';
}

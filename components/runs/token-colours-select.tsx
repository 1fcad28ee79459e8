'use client';

import { cx } from '@/components/ui/cx';
import { Select } from '@/components/ui/select';
import { useActions } from '@/lib/platform/client/actions';
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

export const COLOURS = [
  { value: 'off', label: 'Colors off' },
  { value: 'probability', label: 'Probability' },
  { value: 'rank', label: 'Rank' },
  { value: 'surprisal', label: 'Surprisal' },
] as const;

/** Selects what the token colours of all texts show. */
export function TokenColoursSelect({ unchosen, isScore, fixed, className }: TokenColoursSelectProps) {
  const shown = useTokenColours(unchosen, isScore);
  useActions(() =>
    COLOURS.map(({ value, label }) => ({
      id: `token-colors:${value}`,
      label: value === 'off' ? 'Token colors off' : `Token colors: ${label.toLowerCase()}`,
      current: value === shown,
      run: () => setTokenColours(value, isScore),
    })),
  );
  return (
    <Select
      size="sm"
      aria-label="Token colors"
      value={fixed ?? shown}
      onChange={(event) => setTokenColours(coloursOf(event.target.value), isScore)}
      className={className}
    >
      {COLOURS.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </Select>
  );
}

export interface TokenLegendProps {
  by: Exclude<TokenColours, 'off'>;
  /** In one line that is never cut; else in as many lines as it takes. */
  inLine?: boolean;
  className?: string;
}

/** The legend of the token colours: all its levels, since one alone says nothing. */
export function TokenLegend({ by, inLine = false, className }: TokenLegendProps) {
  return (
    <ul
      aria-label="Color legend"
      className={cx('flex items-center text-2xs text-ink', inLine ? 'shrink-0' : 'flex-wrap', className)}
    >
      {LEVEL_LABELS[by].map((label, level) => (
        <li key={label} className="h-5 pr-1 leading-5 whitespace-nowrap">
          <span className={`token-level-${level + 1} rounded-[2px] px-1`}>{label}</span>
        </li>
      ))}
    </ul>
  );
}

export function coloursOf(value: string): TokenColours {
  return COLOURS.find((one) => one.value === value)?.value ?? 'off';
}

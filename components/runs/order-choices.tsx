'use client';

import { Select } from '@/components/ui/select';

export interface OrderChoicesProps {
  isRanked: boolean;
  onChange: (isRanked: boolean) => void;
  ranks: RankState;
}

/** Over several choices with log probabilities: their order. There from the first token, so that nothing moves. */
export function OrderChoices({ isRanked, onChange, ranks }: OrderChoicesProps) {
  return (
    <div className="flex min-h-8 shrink-0 items-center gap-2 border-b px-4 text-xs text-ink-3 not-pointer-coarse:py-1">
      <Select
        size="sm"
        aria-label="Order of choices"
        value={isRanked ? 'likely' : 'index'}
        onChange={({ currentTarget }) => onChange(currentTarget.value === 'likely')}
      >
        <option value="index">By number</option>
        <option value="likely" disabled={ranks !== 'known'}>
          By rank
        </option>
      </Select>
      <span className="min-w-0 truncate">{NOTES[ranks]}</span>
    </div>
  );
}

/** `none` and `few`: the run has ended, and no two choices have log probabilities; `same`: all have the same text. */
export type RankState = keyof typeof NOTES;

const NOTES = {
  pending: 'Rank: by mean logprob, when the run ends',
  known: 'Rank: by mean logprob',
  none: 'No log probabilities to rank by',
  few: 'Too few choices with log probabilities to rank',
  same: 'All choices are identical',
} as const;

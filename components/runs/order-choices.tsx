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
    <div className="@container shrink-0 border-b">
      {/* In a narrow column always two lines, whatever the second says: nothing may jump. */}
      <div className="flex min-h-8 flex-wrap items-center gap-x-2 px-4 text-xs text-ink-3 not-pointer-coarse:py-1">
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
        <span className="basis-full @min-[340px]:basis-auto">
          {ranks === 'known' && isRanked ? 'Highest mean logprob first' : NOTES[ranks]}
        </span>
      </div>
    </div>
  );
}

/** Of a run that has ended: `none` and `few`: no two choices have log probabilities; `empty`: since they have no text; `same`: all have the same text. */
export type RankState = keyof typeof NOTES;

const NOTES = {
  pending: 'Ranked by mean logprob at the end',
  known: 'Ranked by mean logprob',
  none: 'No log probabilities to rank by',
  few: 'Too few choices with log probabilities to rank',
  empty: 'Not ranked: a choice has no text',
  same: 'All choices are identical',
} as const;

'use client';

import { SquareCheck } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { useSweepView } from '../sweep-view';

/** Selects the repeat that is shown, and whether a press selects a cell. */
export function GridControls() {
  const { repeat, selecting, change } = useSweepView();
  const repeats = usePlanPart((plan) => plan.repeats);
  return (
    <span className="flex shrink-0 items-center gap-1">
      {repeats > 1 && (
        <Select
          size="sm"
          aria-label="Repeat shown"
          value={String(Math.min(repeat, repeats - 1))}
          onChange={(event) => change({ repeat: Number(event.currentTarget.value), repeats: {} })}
          className="w-24 pointer-coarse:w-28"
        >
          {numbersTo(repeats).map((at) => (
            <option key={at} value={at}>
              Repeat {at + 1}
            </option>
          ))}
        </Select>
      )}
      <IconButton
        size="sm"
        label="Select cells"
        word="Select"
        wordFrom="always"
        pressed={selecting}
        onClick={() => change({ selecting: !selecting })}
      >
        <SquareCheck aria-hidden="true" />
      </IconButton>
    </span>
  );
}

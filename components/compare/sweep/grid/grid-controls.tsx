'use client';

import { ChevronLeft, ChevronRight, SquareCheck } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { gridOf } from '@/lib/compare/model/cell-grid';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { useCompareView } from '../../view-state';

/** Selects the row of the inputs and the repeat that are shown, and whether a press selects a cell. */
export function GridControls() {
  const { input, repeat, selecting, change } = useCompareView();
  const { size, dimensions } = usePlanPart(gridOf);
  const inputs = dimensions.find(({ name }) => name === 'input');
  const shown = Math.min(input, size.input - 1);
  return (
    <div className="flex shrink-0 items-center gap-1 border-b px-3 py-1">
      {inputs && (
        <>
          <IconButton
            size="sm"
            label="Previous input"
            disabled={shown === 0}
            onClick={() => change({ input: shown - 1 })}
          >
            <ChevronLeft aria-hidden="true" />
          </IconButton>
          <Select
            size="sm"
            aria-label="Input shown"
            value={String(shown)}
            onChange={(event) => change({ input: Number(event.currentTarget.value) })}
            className="min-w-0 max-w-72"
          >
            {inputs.labels.map((label, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an input is its number.
              <option key={at} value={at}>
                {label}
              </option>
            ))}
          </Select>
          <IconButton
            size="sm"
            label="Next input"
            disabled={shown === size.input - 1}
            onClick={() => change({ input: shown + 1 })}
          >
            <ChevronRight aria-hidden="true" />
          </IconButton>
          <span className="text-xs whitespace-nowrap text-ink-3 tabular-nums">of {size.input}</span>
        </>
      )}
      {size.repeat > 1 && (
        <Select
          size="sm"
          aria-label="Repeat shown"
          value={String(Math.min(repeat, size.repeat - 1))}
          onChange={(event) => change({ repeat: Number(event.currentTarget.value), repeats: {} })}
          className="w-24 pointer-coarse:w-28"
        >
          {numbersTo(size.repeat).map((at) => (
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
        className="ml-auto"
      >
        <SquareCheck aria-hidden="true" />
      </IconButton>
    </div>
  );
}

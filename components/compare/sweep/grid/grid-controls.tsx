'use client';

import { ChevronLeft, ChevronRight, Columns3, SquareCheck } from 'lucide-react';
import { useMemo } from 'react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { type CellGrid, gridOf } from '@/lib/compare/model/cell-grid';
import { MAX_COLUMNS } from '@/lib/compare/model/plan';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { useCompareView } from '../../view-state';

/** As many as columns have space for. */
export function canBeInFull({ size }: CellGrid): boolean {
  const places = size.row * size.column;
  return places > 1 && places <= MAX_COLUMNS;
}

/** Selects the row of the inputs and the repeat that are shown, and whether a press selects a cell. */
export function GridControls() {
  const { input, repeat, selecting, inFull, change } = useCompareView();
  const grid = usePlanPart(gridOf);
  const { size, dimensions } = grid;
  const inputs = dimensions.find(({ name }) => name === 'input');
  const shown = Math.min(input, size.input - 1);
  // There may be a thousand, and every press in the grid draws this again.
  const options = useMemo(
    () =>
      inputs?.labels.map((label, value) => (
        <option key={label} value={value}>
          {label}
        </option>
      )),
    [inputs],
  );
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1 border-b px-3 py-1">
      {inputs && (
        <>
          <IconButton
            size="sm"
            label="Previous input"
            disabled={shown === 0}
            onClick={() => change({ input: shown - 1 })}
            icon={ChevronLeft}
          />
          <Select
            size="sm"
            aria-label="Input shown"
            value={String(shown)}
            onValueChange={(value) => change({ input: Number(value) })}
            className="min-w-0 max-w-72 max-wide:grow max-wide:basis-32"
          >
            {options}
          </Select>
          <IconButton
            size="sm"
            label="Next input"
            disabled={shown === size.input - 1}
            onClick={() => change({ input: shown + 1 })}
            icon={ChevronRight}
          />
          <span className="text-xs whitespace-nowrap text-ink-3 tabular-nums max-wide:pr-2">
            of {size.input}
          </span>
        </>
      )}
      {size.repeat > 1 && (
        <Select
          size="sm"
          aria-label="Repeat shown"
          value={String(Math.min(repeat, size.repeat - 1))}
          onValueChange={(value) => change({ repeat: Number(value), repeats: {} })}
          options={numbersTo(size.repeat).map((value) => ({ value, label: `Repeat ${value + 1}` }))}
          className="w-24 pointer-coarse:w-28"
        />
      )}
      {canBeInFull(grid) && (
        <IconButton
          size="sm"
          label="Full text side by side"
          word="Full text"
          wordFrom="always"
          pressed={inFull}
          onClick={() => change({ inFull: !inFull })}
          className="ml-auto"
          icon={Columns3}
        />
      )}
      {!(inFull && canBeInFull(grid)) && (
        <IconButton
          size="sm"
          label="Select cells"
          word="Select"
          wordFrom="always"
          pressed={selecting}
          onClick={() => change({ selecting: !selecting })}
          className={cx(!canBeInFull(grid) && 'ml-auto')}
          icon={SquareCheck}
        />
      )}
    </div>
  );
}

'use client';

import { Check } from 'lucide-react';
import { memo } from 'react';
import { cx } from '@/components/ui/cx';
import { useCellRun } from '@/lib/compare/client/compare-context';
import type { GridPlace } from '@/lib/compare/model/cell-grid';
import type { VerdictSummary } from '@/lib/compare/model/checks';
import { silenceOf } from '@/lib/runs/client/status-labels';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { VerdictLine } from '../../verdicts/verdict-line';
import { SETTINGS_CHANGED, useCellStatus } from './cell-status';
import { CellText } from './cell-text';
import { RepeatDots, StateMark } from './repeat-dots';
import { gridPlace, type PlaceState } from './use-grid-of-cells';

const LABEL_TONES = {
  neutral: 'text-ink-3',
  accent: 'text-accent',
  good: 'text-ink-3',
  warn: 'text-warn',
  bad: 'text-bad',
} as const;

export interface SweepCellProps extends GridPlace, PlaceState {
  /** That of the input and the repeat that are shown. */
  cell: string;
  repeats: number;
  isReference: boolean;
  /** What the checks say about it; the same object while they say the same. */
  verdict: VerdictSummary | null;
  /** How many outputs of all inputs and repeats pass; null for a single one. */
  passed: string | null;
  /** Only one setting is varied: a cell is as wide as the grid. */
  isWide: boolean;
  onShow: (place: GridPlace, repeat: number) => void;
}

/** The beginning of a cell's text, and its status. */
export const SweepCell = memo(function SweepCell(props: SweepCellProps) {
  const { row, column, cell, repeats, isActive, isSelected, isReference, verdict, passed, isWide, onShow } =
    props;
  const place = { row, column };
  const run = useCellRun(cell);
  const { label, tone, state, problem, isUpToDate } = useCellStatus(cell);
  const silence = useRunView(run?.store ?? null, silenceOf);
  const isOutdated = !isUpToDate && state !== 'waiting';
  // The line in place of the text says it. A text of these settings stays until the new one comes; one of others is none of
  // this cell.
  const isOnlyWaiting = state === 'waiting' && (!run || !isUpToDate);
  const quiet = state === 'waiting' || isOutdated;
  return (
    <td
      {...gridPlace(place, { isActive, isSelected })}
      data-state={state}
      data-wide={isWide}
      className={cx(
        'sweep-cell relative flex cursor-pointer select-none flex-col gap-1 border-r border-b px-2.5 pt-2 pb-1 -outline-offset-2 focus-visible:outline-hidden',
        'focus-visible:shadow-[inset_0_0_0_2px_var(--accent)]',
        isSelected ? 'bg-accent-soft' : 'hover:bg-hover/60',
      )}
    >
      {(verdict !== null || passed !== null) && (
        // As high as a line of the text, so that none is cut in half.
        <div className="-mb-1 flex h-[17px] shrink-0 items-center gap-1.5 text-2xs">
          {verdict !== null && (
            <VerdictLine pass={verdict.pass} label={verdict.label} why={verdict.reasons.join(' · ')} />
          )}
          {passed !== null && (
            <span
              data-rate=""
              title="All inputs and repeats"
              className="ml-auto shrink-0 text-ink-2 tabular-nums"
            >
              <span className="sr-only">All: </span>
              {passed}
            </span>
          )}
        </div>
      )}
      {isOutdated && (
        // Lines as high as those of the text, so that none is cut in half.
        <p className="-mb-1 line-clamp-2 shrink-0 text-2xs leading-[17px]! text-warn">{SETTINGS_CHANGED}</p>
      )}
      <div className={cx('flex min-h-0 flex-1 flex-col overflow-hidden', quiet && 'opacity-60')}>
        {problem && <p className="mb-0.5 line-clamp-4 shrink-0 text-xs wrap-anywhere text-bad">{problem}</p>}
        {run && !isOnlyWaiting && <CellText store={run.store} />}
        {silence && !isOnlyWaiting && <p className="shrink-0 text-xs text-ink-3">{silence}</p>}
        {isOnlyWaiting && <p className="text-xs text-ink-2">{label}</p>}
      </div>
      <div className="flex h-[18px] shrink-0 items-center gap-1.5 text-2xs pointer-coarse:h-7">
        {isSelected && <Check aria-hidden="true" className="size-3.5 shrink-0 text-accent" />}
        <span
          className={cx(
            'flex min-w-0 items-center gap-1',
            LABEL_TONES[tone],
            // The repeats' signs say the same, and there is no space for both.
            repeats > 1 && 'max-wide:sr-only',
            // Most are complete, and say so by their text.
            state === 'complete' && 'sr-only',
          )}
        >
          {repeats < 2 && <StateMark state={state} />}
          {!isOnlyWaiting && (
            <span className="truncate" title={label}>
              {label}
            </span>
          )}
        </span>
        {isReference && <span className="shrink-0 text-ink-2">· reference</span>}
        <RepeatDots cell={cell} onShow={(repeat) => onShow(place, repeat)} />
      </div>
    </td>
  );
});

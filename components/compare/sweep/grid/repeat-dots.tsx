'use client';

import { cx } from '@/components/ui/cx';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { gridOf } from '@/lib/compare/model/cell-grid';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { type CellStatus, type CellTone, stateLabel, useCellStatus } from './cell-status';

const TONES: Record<CellTone, string> = {
  neutral: 'text-ink-3',
  accent: 'text-accent',
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
};

/** All repeats of a cell at a glance, by shape as well as by colour; a press shows that repeat. */
export function RepeatDots({ cell, onShow }: { cell: string; onShow: (repeat: number) => void }) {
  const { place, at, size } = usePlanPart(gridOf);
  const point = place(cell);
  if (size.repeat < 2 || point === null) return null;
  return (
    <span className="ml-auto flex shrink-0 items-center">
      {numbersTo(size.repeat).map((repeat) => (
        <RepeatDot
          key={repeat}
          cell={at({ ...point, repeat }) ?? cell}
          repeat={repeat}
          isShown={repeat === point.repeat}
          onShow={onShow}
        />
      ))}
    </span>
  );
}

interface RepeatDotProps {
  cell: string;
  repeat: number;
  isShown: boolean;
  onShow: (repeat: number) => void;
}

function RepeatDot({ cell, repeat, isShown, onShow }: RepeatDotProps) {
  const { state, tone } = useCellStatus(cell);
  const label = `Repeat ${repeat + 1}: ${stateLabel(state)}`;
  return (
    <button
      type="button"
      // Not a tab stop: inside the grid the arrows move, and the keys 1 to 5 do the same as this button.
      tabIndex={-1}
      aria-label={label}
      aria-pressed={isShown}
      title={label}
      onClick={(event) => {
        event.stopPropagation();
        onShow(repeat);
      }}
      className={cx(
        'flex size-[18px] items-center justify-center rounded-sm hover:bg-hover pointer-coarse:size-7',
        TONES[tone],
        isShown && 'bg-accent-soft shadow-[inset_0_0_0_1px_var(--accent)]',
      )}
    >
      <StateMark state={state} />
    </button>
  );
}

/** A sign for a run's status, each with another shape. */
export function StateMark({ state }: { state: CellStatus['state'] }) {
  return (
    <svg
      viewBox="0 0 10 10"
      aria-hidden="true"
      className={cx('size-2.5 shrink-0', state === 'streaming' && 'animate-pulse')}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
    >
      {state === 'complete' && <circle cx="5" cy="5" r="3.6" fill="currentColor" stroke="none" />}
      {state === 'streaming' && (
        <>
          <circle cx="5" cy="5" r="3.6" />
          <path d="M5 1.4a3.6 3.6 0 0 1 0 7.2z" fill="currentColor" stroke="none" />
        </>
      )}
      {state === 'waiting' && <circle cx="5" cy="5" r="3.2" strokeDasharray="2 1.6" />}
      {state === 'none' && <circle cx="5" cy="5" r="3.2" opacity="0.7" />}
      {(state === 'failed' || state === 'refused') && <path d="M1.8 1.8 8.2 8.2M8.2 1.8 1.8 8.2" />}
      {state === 'stopped' && <rect x="2" y="2" width="6" height="6" fill="currentColor" stroke="none" />}
      {(state === 'truncated' || state === 'interrupted') && <path d="M5 1.6 9 8.4H1z" />}
    </svg>
  );
}

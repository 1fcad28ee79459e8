'use client';

import { cx } from '@/components/ui/cx';
import { useCellRun } from '@/lib/compare/client/compare-context';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { useWholeStore } from '@/lib/compare/client/use-whole-store';
import { gridOf } from '@/lib/compare/model/cell-grid';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { SETTINGS_CHANGED, useCellStatus } from '../grid/cell-status';
import { StateMark } from '../grid/repeat-dots';
import { CellActions } from './cell-actions';
import { CellInput } from './cell-input';
import { CellMeasures } from './cell-measures';
import { CellOutput } from './cell-output';
import { CellSettings } from './cell-settings';

/** A cell in full: all repeats, their texts, settings and measures. `onShow` is called for another repeat. */
export function CellDetail({ cell, onShow }: { cell: string; onShow: (cell: string) => void }) {
  const { place, at, size } = usePlanPart(gridOf);
  const point = place(cell);
  if (point === null) return null;
  return (
    <>
      {size.repeat > 1 && (
        <div role="tablist" aria-label="Repeats" className="flex shrink-0 gap-4 border-b px-4">
          {numbersTo(size.repeat).map((repeat) => (
            <RepeatTab
              key={repeat}
              cell={at({ ...point, repeat }) ?? cell}
              at={repeat}
              of={size.repeat}
              isShown={repeat === point.repeat}
              onShow={(next) => onShow(at({ ...point, repeat: next }) ?? cell)}
            />
          ))}
        </div>
      )}
      <CellActions cell={cell} />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto short:flex-none short:overflow-visible">
        <CellInput input={point.input} />
        <CellText key={cell} cell={cell} />
        <CellMeasures cell={cell} />
        <CellSettings cell={cell} />
      </div>
    </>
  );
}

function RepeatTab({
  cell,
  at,
  of,
  isShown,
  onShow,
}: {
  cell: string;
  at: number;
  of: number;
  isShown: boolean;
  onShow: (at: number) => void;
}) {
  const { state, label } = useCellStatus(cell);
  return (
    <button
      type="button"
      role="tab"
      data-autofocus={isShown ? '' : undefined}
      tabIndex={isShown ? 0 : -1}
      aria-selected={isShown}
      aria-label={`Repeat ${at + 1}: ${label}`}
      onClick={() => onShow(at)}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        if (by === 0) return;
        event.preventDefault();
        const next = (at + by + of) % of;
        onShow(next);
        event.currentTarget.parentElement?.querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
      }}
      className={cx(
        'flex h-9 items-center gap-1.5 text-ink-2 hover:text-ink focus-visible:-outline-offset-2',
        'aria-selected:text-ink aria-selected:shadow-[inset_0_-2px_0_var(--accent)]',
      )}
    >
      <StateMark state={state} />
      Repeat {at + 1}
    </button>
  );
}

/** The text of a cell as it comes, and whether it is of these settings. */
export function CellText({ cell }: { cell: string }) {
  const store = useWholeStore(useCellRun(cell));
  const { label, state, isUpToDate } = useCellStatus(cell);
  return (
    <section
      aria-label="Output"
      aria-busy={state === 'streaming'}
      className="flex min-h-[240px] flex-[1_0_55%] flex-col border-b"
    >
      {!isUpToDate && (
        <p className="shrink-0 border-b bg-sunken/60 px-4 py-1.5 text-xs text-ink-2">{SETTINGS_CHANGED}.</p>
      )}
      {state === 'waiting' && store && (
        <p className="shrink-0 border-b px-4 py-1.5 text-xs text-accent">{label}</p>
      )}
      <CellOutput cell={cell} store={store} noun="cell" nothing={label} />
    </section>
  );
}

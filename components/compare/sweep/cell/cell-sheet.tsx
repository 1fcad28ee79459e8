'use client';

import { useState } from 'react';
import { ChoicePanes } from '@/components/runs/choice-panes';
import { ProblemBox } from '@/components/runs/problem-box';
import { RunProblem } from '@/components/runs/run-problem';
import { StatusLine } from '@/components/runs/status-line';
import { CopyButton } from '@/components/ui/copy-button';
import { cx } from '@/components/ui/cx';
import { Dialog } from '@/components/ui/dialog';
import { useCellRun } from '@/lib/compare/client/compare-context';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { useWholeStore } from '@/lib/compare/client/use-whole-store';
import { cellAt } from '@/lib/compare/model/plan-cells';
import { pointName } from '@/lib/compare/model/plan-labels';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { isLive } from '@/lib/runs/client/run-view';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { useCellStatus } from '../grid/cell-status';
import { StateMark } from '../grid/repeat-dots';
import { type GridPoint, pointKey, useSweepView } from '../sweep-view';
import { useSweepActions } from '../use-sweep-actions';
import { CellActions } from './cell-actions';
import { CellMeasures } from './cell-measures';
import { CellSettings } from './cell-settings';

/** A cell in full: all repeats, their texts, settings and measures. */
export function CellSheet({ point }: { point: GridPoint }) {
  const { repeat, repeats: own, change } = useSweepView();
  const plan = usePlanPart((now) => now);
  const { repeats } = plan;
  const key = pointKey(point);
  const [shown, setShown] = useState(Math.min(own[key] ?? repeat, repeats - 1));
  const name = pointName({ ...plan, repeats: 1 }, point);
  const cell = cellAt(plan, { ...point, repeat: Math.min(shown, repeats - 1) });
  return (
    <Dialog
      onClose={() => change({ opened: null })}
      title={name}
      side="right"
      className="w-[min(760px,100vw)]"
      bodyClassName="flex flex-col border-t"
    >
      {repeats > 1 && (
        <div role="tablist" aria-label="Repeats" className="flex shrink-0 gap-4 border-b px-4">
          {numbersTo(repeats).map((at) => (
            <RepeatTab
              key={at}
              cell={cellAt(plan, { ...point, repeat: at })}
              at={at}
              of={repeats}
              isShown={at === shown}
              onShow={setShown}
            />
          ))}
        </div>
      )}
      <CellActions point={point} cell={cell} />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto short:flex-none short:overflow-visible">
        <CellText key={cell} cell={cell} />
        <CellMeasures cell={cell} />
        <CellSettings cell={cell} />
      </div>
    </Dialog>
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

function CellText({ cell }: { cell: string }) {
  const run = useCellRun(cell);
  const { state, label, problem, isUpToDate } = useCellStatus(cell);
  const store = useWholeStore(run);
  const { run: start } = useSweepActions();
  const live = useRunView(store, (view) => view !== null && isLive(view));
  const hasText = useRunView(store, (view) => view?.choices.some((choice) => choice.hasText) ?? false);
  const failed = useRunView(store, (view) => view !== null && view.error !== null);
  const again = () => void start([cell]);
  return (
    <section
      aria-label="Output"
      aria-busy={live}
      className="flex min-h-[240px] flex-[1_0_55%] flex-col border-b"
    >
      {!isUpToDate && (
        <p className="shrink-0 border-b bg-sunken/60 px-4 py-1.5 text-xs text-ink-2">
          Settings changed since this run.
        </p>
      )}
      {store && (hasText || live || !failed) && (
        <div className="flex min-h-0 flex-1 flex-col">
          <ChoicePanes
            store={store}
            actions={(choice, choiceName) => (
              <CopyButton
                text={() => store.state.choices[choice.index]?.text ?? ''}
                label={`Copy ${choiceName}`}
                disabled={!choice.hasText}
              />
            )}
          />
        </div>
      )}
      {!store && state !== 'refused' && <p className="flex-1 px-4 py-3 text-ink-3">{label}</p>}
      {state === 'refused' ? (
        <ProblemBox tone="bad" fills={!store}>
          <h3 className="font-medium text-ink">This cell hasn't been run</h3>
          <p className="mt-1 text-ink-2">{problem}</p>
        </ProblemBox>
      ) : (
        <RunProblem store={store} fills={!hasText && !live} onAgain={again} />
      )}
      {store && <StatusLine store={store} withReceipt={false} />}
    </section>
  );
}

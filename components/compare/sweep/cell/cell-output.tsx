'use client';

import type { ComponentProps, ReactNode } from 'react';
import { ChoicePanes } from '@/components/runs/choice-panes';
import { ProblemBox } from '@/components/runs/problem-box';
import { RunProblem } from '@/components/runs/run-problem';
import { StatusLine } from '@/components/runs/status-line';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { cx } from '@/components/ui/cx';
import type { RunStore } from '@/lib/runs/client/run-store';
import { isLive } from '@/lib/runs/client/run-view';
import { useRunView } from '@/lib/runs/client/use-run-view';
import { useCompareActions } from '../../header/use-compare-actions';
import { useCellStatus } from '../grid/cell-status';

export interface CellOutputProps {
  cell: string;
  /** The run that is shown; null: none. */
  store: RunStore | null;
  /** What a cell is called where it stands. */
  noun: 'cell' | 'column';
  overlay?: ComponentProps<typeof ChoicePanes>['overlay'];
  /** Shown instead of the texts. */
  instead?: ReactNode;
  /** Shown while nothing was run. */
  nothing: ReactNode;
}

/** The texts of a cell's run as they come, how it ended, and what to do when it failed. */
export function CellOutput({ cell, store, noun, overlay, instead, nothing }: CellOutputProps) {
  const { state, problem } = useCellStatus(cell);
  const { run: start } = useCompareActions();
  const live = useRunView(store, (view) => view !== null && isLive(view));
  const hasText = useRunView(store, (view) => view?.choices.some((choice) => choice.hasText) ?? false);
  const failed = useRunView(store, (view) => view !== null && (view.error !== null || view.refusal !== null));
  const again = () => void start([cell]);
  return (
    <>
      {instead ??
        (store && (hasText || live || !failed) && (
          <div className={cx('flex min-h-0 flex-1 flex-col', state === 'waiting' && 'opacity-55')}>
            <ChoicePanes
              store={store}
              actions={(choice, choiceName) => (
                <CopyButton
                  text={() => store.state.choices[choice.index]?.text ?? ''}
                  label={`Copy ${choiceName}`}
                  disabled={!choice.hasText}
                />
              )}
              overlay={overlay}
            />
          </div>
        ))}
      {!store && state !== 'refused' && <div className="flex-1 px-4 py-3 text-ink-3">{nothing}</div>}
      {state === 'refused' ? (
        <ProblemBox tone="bad" fills={!store}>
          <h3 className="font-medium text-ink">This {noun} hasn't been run</h3>
          <p className="mt-1 text-ink-2">{problem}</p>
          <div className="mt-3">
            <Button size="sm" onClick={again}>
              Run again
            </Button>
          </div>
        </ProblemBox>
      ) : (
        <RunProblem store={store} fills={!hasText && !live} onAgain={again} />
      )}
      {store && <StatusLine store={store} withReceipt={false} />}
    </>
  );
}

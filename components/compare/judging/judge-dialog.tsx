'use client';

import { useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Select } from '@/components/ui/select';
import { useCellFigures, withText } from '@/lib/compare/client/cell-figures';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { shuffled } from '@/lib/compare/client/judging-order';
import { useVotes } from '@/lib/compare/client/votes';
import { gridOf } from '@/lib/compare/model/cell-grid';
import { drawPair } from '@/lib/compare/model/judging';
import { MAX_COLUMNS } from '@/lib/compare/model/plan';
import { cellsOf, kindOf } from '@/lib/compare/model/plan-cells';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { useChosenCells } from '../sweep/use-chosen-cells';
import { useCompareView } from '../view-state';
import { VoteTally } from './vote-tally';

const MIN_COLUMNS = 2;

/** What will be judged, and earlier votes. */
export function JudgeDialog({ onClose }: { onClose: () => void }) {
  const compareStore = useCompareStore();
  const chosen = useChosenCells();
  const { change } = useCompareView();
  const { votes } = useVotes();
  const figures = useCellFigures();
  const { plan } = compareStore.plan.view();
  const grid = gridOf(plan);
  const all = withText(figures, cellsOf(plan));
  const picked = chosen.length === 0 ? null : withText(figures, chosen);
  const [draw, setDraw] = useState(4);
  /** Two outputs of the same input at a time, over all inputs. */
  const isSeries = picked === null && grid.size.input > 1;
  const pair = useMemo(
    () => (isSeries ? drawPair(grid, (cell) => figures.cells.get(cell), votes) : null),
    [isSeries, grid, figures, votes],
  );
  const isDrawn = !isSeries && kindOf(plan) === 'sweep' && picked === null;
  const cells = isDrawn ? all : (picked ?? all);
  const count = isDrawn ? Math.min(draw, all.length) : cells.length;
  const canStart = isSeries ? pair !== null : count >= MIN_COLUMNS && count <= MAX_COLUMNS;
  const start = () => {
    onClose();
    change({ judged: isSeries ? pair : isDrawn ? shuffled(all).slice(0, count) : cells, isSeries });
  };
  return (
    <Dialog
      onClose={onClose}
      title="Blind vote"
      description="Outputs appear side by side in random order, with names and settings hidden. Vote to reveal them."
      className="max-w-xl"
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Close
          </Button>
          <Button variant="primary" disabled={!canStart} data-autofocus="" onClick={start}>
            Start
          </Button>
        </>
      }
    >
      {isSeries ? (
        <p>
          {pair === null
            ? 'You need two complete, different outputs for the same input.'
            : 'You see one pair at a time, from all inputs. Each pair of variants comes up equally often.'}
        </p>
      ) : isDrawn && all.length >= MIN_COLUMNS ? (
        <div className="flex flex-wrap items-center gap-2">
          Pick
          <Select
            size="sm"
            aria-label="Number of outputs"
            value={String(count)}
            onValueChange={(value) => setDraw(Number(value))}
            options={numbersTo(Math.min(MAX_COLUMNS, all.length) - 1).map((at) => at + MIN_COLUMNS)}
            className="w-16"
          />
          of {all.length} outputs at random, or select cells in the grid first.
        </div>
      ) : (
        <p>
          {count < MIN_COLUMNS
            ? 'You need at least two complete outputs.'
            : count > MAX_COLUMNS
              ? `${count} outputs selected. You can vote on up to ${MAX_COLUMNS} at a time.`
              : `Vote on ${count} outputs.`}
        </p>
      )}
      {votes.length > 0 && <VoteTally className="mt-4" />}
    </Dialog>
  );
}

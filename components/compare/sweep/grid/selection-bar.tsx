'use client';

import { Columns3, RotateCw, Scale } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { withTextNow } from '@/lib/compare/client/cell-figures';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import type { CompareView } from '@/lib/compare/client/comparison-url';
import { gridOf, placeOfKey } from '@/lib/compare/model/cell-grid';
import { MAX_COLUMNS } from '@/lib/compare/model/plan';
import { counted } from '@/lib/platform/numbers/counted';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { useCompareActions } from '../../header/use-compare-actions';
import { useCompareView } from '../../view-state';
import { useChosenCells, useOpenAsColumns } from '../use-chosen-cells';
import { canBeInFull } from './grid-controls';

/** Actions on the selected cells, where these can be seen; each stands for the repeat that it shows. */
export function SelectionBar({ view }: { view: CompareView }) {
  const compareStore = useCompareStore();
  const openAsColumns = useOpenAsColumns();
  const { run } = useCompareActions();
  const { selected, input, inFull, byInput, change } = useCompareView();
  const cells = useChosenCells();
  if (selected.length === 0) return null;
  const plan = compareStore.plan.view().plan;
  const grid = gridOf(plan);
  const { at, size } = grid;
  const isOfTexts = view === 'side' && !(inFull && canBeInFull(grid));
  if (!isOfTexts && !(view === 'heat' && !(byInput && size.input > 1))) return null;
  // The table may have become shorter.
  const shown = Math.min(input, size.input - 1);
  const startJudging = () => {
    const outputs = withTextNow(compareStore, cells);
    if (outputs.length < 2) toast('At least two of these cells must be complete.', { tone: 'bad' });
    else change({ judged: outputs, isSeries: false });
  };
  const tooMany = selected.length > MAX_COLUMNS;
  return (
    <section
      aria-label="Selected cells"
      data-below-toasts=""
      className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-t bg-surface px-4 py-2 max-wide:sticky max-wide:bottom-0 max-wide:z-20"
    >
      <span role="status" className="mr-auto text-xs text-ink-2">
        {counted(selected.length, 'cell')} selected
        {tooMany && `: up to ${MAX_COLUMNS} fit side by side`}
      </span>
      <Button
        size="sm"
        disabled={tooMany || selected.length < 2}
        onClick={() => openAsColumns(cells)}
        icon={Columns3}
      >
        Open in Columns
      </Button>
      <Button size="sm" disabled={tooMany || selected.length < 2} onClick={startJudging} icon={Scale}>
        Blind vote
      </Button>
      <Button
        size="sm"
        onClick={() =>
          void run(
            selected.flatMap((key) =>
              numbersTo(plan.repeats).flatMap(
                (repeat) => at({ ...placeOfKey(key), input: shown, repeat }) ?? [],
              ),
            ),
          )
        }
        icon={RotateCw}
      >
        Run again
      </Button>
      <Button size="sm" variant="ghost" onClick={() => change({ selected: [] })}>
        Clear
      </Button>
    </section>
  );
}

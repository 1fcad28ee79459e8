'use client';

import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { gridOf, placeKey } from '@/lib/compare/model/cell-grid';
import { cellName } from '@/lib/compare/model/plan-labels';
import { useCompareView } from '../../view-state';
import { CellText } from '../cell/cell-detail';
import { useShownCell } from '../use-chosen-cells';

/** The outputs that the grid shows, in full and side by side. */
export function FullPanes() {
  const { places } = usePlanPart(gridOf);
  const cellOf = useShownCell();
  return (
    <div data-swipes="" className="flex min-h-80 flex-1 snap-x overflow-x-auto overscroll-x-contain">
      {places.map((place) => {
        const cell = cellOf(place);
        return cell && <FullPane key={placeKey(place)} cell={cell} />;
      })}
    </div>
  );
}

function FullPane({ cell }: { cell: string }) {
  const title = usePlanPart((plan) => cellName(plan, cell, 'input'));
  const { change } = useCompareView();
  return (
    <section
      aria-label={title}
      className="flex min-w-64 flex-1 snap-start flex-col border-r max-wide:min-w-full"
    >
      <button
        type="button"
        title={title}
        onClick={() => change({ opened: cell })}
        className="h-8 shrink-0 truncate border-b px-4 text-left text-xs font-semibold -outline-offset-2 hover:bg-hover pointer-coarse:h-11"
      >
        {title}
      </button>
      <CellText key={cell} cell={cell} />
    </section>
  );
}

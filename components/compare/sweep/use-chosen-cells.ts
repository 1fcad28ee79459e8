'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { toast } from '@/components/ui/toast';
import { useCompareStore } from '@/lib/compare/client/compare-context';
import { compareRunsHref } from '@/lib/compare/client/comparison-url';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { type GridPlace, gridOf, placeKey, placeOfKey } from '@/lib/compare/model/cell-grid';
import { useCompareView } from '../view-state';

/** The cell that a place of the grid shows: of the input that is looked at, with the repeat that is chosen there. */
export function useShownCell(): (place: GridPlace) => string | null {
  const { input, repeat, repeats: own } = useCompareView();
  const grid = usePlanPart(gridOf);
  return useMemo(() => {
    const { size, at } = grid;
    return (place) =>
      at({
        ...place,
        input: Math.min(input, size.input - 1),
        repeat: Math.min(own[placeKey(place)] ?? repeat, size.repeat - 1),
      });
  }, [grid, input, repeat, own]);
}

/** The selected cells. Those that no longer exist are left out. */
export function useChosenCells(): readonly string[] {
  const { selected } = useCompareView();
  const cellOf = useShownCell();
  return useMemo(() => selected.flatMap((key) => cellOf(placeOfKey(key)) ?? []), [selected, cellOf]);
}

/** Opens the runs of cells as columns, without running them again. */
export function useOpenAsColumns(): (cells: readonly string[]) => void {
  const { session } = useCompareStore();
  const router = useRouter();
  return (cells) => {
    const runs = cells.flatMap((cell) => session.run(cell)?.runId ?? []);
    if (runs.length < 2) toast('Run at least two of these cells first.', { tone: 'bad' });
    else router.push(compareRunsHref(runs));
  };
}

'use client';

import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { gridOf } from '@/lib/compare/model/cell-grid';
import { useCompareView } from '../../view-state';
import { FullPanes } from './full-panes';
import { canBeInFull, GridControls } from './grid-controls';
import { SweepGrid } from './sweep-grid';

/** The outputs in a grid of rows and columns, for one row of the inputs at a time. */
export function GridView() {
  const grid = usePlanPart(gridOf);
  const { inFull } = useCompareView();
  return (
    <>
      <GridControls />
      {grid.cells.length > 0 && (inFull && canBeInFull(grid) ? <FullPanes /> : <SweepGrid />)}
    </>
  );
}

'use client';

import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { gridOf } from '@/lib/compare/model/cell-grid';
import { GridControls } from './grid-controls';
import { SweepGrid } from './sweep-grid';

/** The outputs in a grid of rows and columns, for one row of the inputs at a time. */
export function GridView() {
  const hasCells = usePlanPart((plan) => gridOf(plan).cells.length > 0);
  return (
    <>
      <GridControls />
      {hasCells && <SweepGrid />}
    </>
  );
}

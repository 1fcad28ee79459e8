'use client';

import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { gridSize } from '@/lib/compare/model/plan-cells';
import '@/components/runs/output.css';
import { lazy, Suspense } from 'react';
import { ConflictNotice } from '../header/conflict-notice';
import { ProgressAnnouncer } from '../header/progress-announcer';
import { SweepComposer } from './compose/sweep-composer';
import { SweepBar, SweepHeader } from './sweep-header';
import { SweepResults } from './sweep-results';
import { pointOf, SweepViewProvider, useSweepView } from './sweep-view';
import { useSweepActions } from './use-sweep-actions';

const CellSheet = lazy(async () => ({ default: (await import('./cell/cell-sheet')).CellSheet }));
const ConfirmRun = lazy(async () => ({ default: (await import('./confirm-run')).ConfirmRun }));

/** One or two settings varied, all others fixed: the composer, and a grid of the outputs. */
export function SweepScreen() {
  return (
    <SweepViewProvider>
      <main id="main" tabIndex={-1} className="flex fills-window flex-col outline-none">
        <h1 className="sr-only">Sweep</h1>
        <SweepHeader />
        <ConflictNotice />
        <div className="min-h-0 flex-1 max-wide:overflow-y-auto wide:flex">
          <SweepComposer />
          <SweepResults />
        </div>
        <SweepBar />
        <SweepLayers />
      </main>
    </SweepViewProvider>
  );
}

function SweepLayers() {
  const { opened, confirming } = useSweepView();
  const rows = usePlanPart(({ axes }) => gridSize(axes).rows);
  const columns = usePlanPart(({ axes }) => gridSize(axes).columns);
  const point = opened === null ? null : pointOf(opened);
  const isThere = point !== null && point.row < rows && point.column < columns;
  return (
    <Suspense fallback={null}>
      <ProgressAnnouncer noun="cell" actions={useSweepActions()} />
      {isThere && <CellSheet point={point} />}
      {confirming && <ConfirmRun cells={confirming} />}
    </Suspense>
  );
}

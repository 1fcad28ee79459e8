'use client';

import '@/components/runs/output.css';
import { lazy, type RefObject, Suspense, useRef } from 'react';
import { cx } from '@/components/ui/cx';
import { TabPanel, Tabs } from '@/components/ui/tabs';
import type { CompareView } from '@/lib/compare/client/comparison-url';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { gridOf } from '@/lib/compare/model/cell-grid';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { kindOf } from '@/lib/compare/model/plan-cells';
import { useActions } from '@/lib/platform/client/actions';
import { PHONE, useMedia } from '@/lib/platform/client/use-media';
import { ColumnsView } from './columns/columns-view';
import { ColumnSwipe } from './columns/panes/column-swipe';
import { BriefEstimate } from './header/brief-estimate';
import { CompareHeader } from './header/compare-header';
import { ShareLayer } from './header/compare-slots';
import { CompareTools } from './header/compare-tools';
import { ConflictNotice } from './header/conflict-notice';
import { ProgressAnnouncer } from './header/progress-announcer';
import { RunBar, RunProgress, RunRemaining } from './header/run-all';
import { useCompareView } from './view-state';

const SweepComposer = lazy(async () => ({
  default: (await import('./sweep/compose/sweep-composer')).SweepComposer,
}));
const GridView = lazy(async () => ({ default: (await import('./sweep/grid/grid-view')).GridView }));
const SelectionBar = lazy(async () => ({
  default: (await import('./sweep/grid/selection-bar')).SelectionBar,
}));
const SweepChart = lazy(async () => ({ default: (await import('./sweep/sweep-chart')).SweepChart }));
const CellTable = lazy(async () => ({ default: (await import('./cells/cell-table')).CellTable }));
const CellSheet = lazy(async () => ({ default: (await import('./sweep/cell/cell-sheet')).CellSheet }));
const LAYERS = {
  note: lazy(async () => ({ default: (await import('./header/note-dialog')).NoteDialog })),
  checks: lazy(async () => ({ default: (await import('./checks/checks-dialog')).ChecksDialog })),
  judge: lazy(async () => ({ default: (await import('./judging/judge-dialog')).JudgeDialog })),
  inputs: lazy(async () => ({ default: (await import('./inputs/table-dialog')).TableDialog })),
  runs: lazy(async () => ({ default: (await import('./columns/header/run-picker')).RunPicker })),
  share: ShareLayer,
};
const ConfirmRun = lazy(async () => ({ default: (await import('./sweep/confirm-run')).ConfirmRun }));

const VIEWS = [
  { value: 'side', label: 'Side by side' },
  { value: 'table', label: 'Table' },
  { value: 'heat', label: 'Heat map' },
  { value: 'lines', label: 'Line chart' },
] as const satisfies readonly { value: CompareView; label: string }[];

/** The views that say something about a plan. */
function fits(plan: ComparisonPlan, view: CompareView): boolean {
  const { size } = gridOf(plan);
  if (view === 'lines') return size.row > 1 && plan.axes[0]?.kind !== 'variants';
  return view !== 'heat' || size.row * size.column > 1;
}

/** The view in the address may be one of another plan. */
function shownView(plan: ComparisonPlan, view: CompareView): CompareView {
  return fits(plan, view) ? view : 'side';
}

/** One comparison: what is compared, and the views of its cells. */
export function ComparisonScreen() {
  const isGrid = usePlanPart((plan) => kindOf(plan) === 'sweep');
  const scroller = useRef<HTMLDivElement>(null);
  const { view } = useCompareView();
  const hasColumns = usePlanPart((plan) => !isGrid && shownView(plan, view) === 'side');
  // They are below the prompt and the settings, which may fill the screen.
  const showOutputs = () => scroller.current?.scrollTo({ top: scroller.current.scrollHeight });
  return (
    <main id="main" tabIndex={-1} className="flex fills-window flex-col outline-none">
      <h1 className="sr-only">Compare</h1>
      <CompareHeader />
      <ConflictNotice />
      <Suspense fallback={<div className="flex-1" />}>
        <div className="flex min-h-0 flex-1 flex-col max-wide:overflow-y-auto wide:flex-row">
          {isGrid && <SweepComposer />}
          <Results scroller={scroller} />
        </div>
      </Suspense>
      {/* By itself: what lies below a layer must not go while its code comes. */}
      <Suspense fallback={null}>
        <Layers />
      </Suspense>
      <RunBar {...(hasColumns && { onStart: showOutputs })}>
        {hasColumns && <ColumnSwipe scroller={scroller} />}
        {isGrid && <BriefEstimate />}
      </RunBar>
      <ProgressAnnouncer noun={isGrid ? 'cell' : 'column'} />
    </main>
  );
}

function Results({ scroller }: { scroller: RefObject<HTMLDivElement | null> }) {
  const { view, change } = useCompareView();
  const plan = usePlanPart((now) => now);
  const isPhone = useMedia(PHONE, false);
  const isGrid = kindOf(plan) === 'sweep';
  const offered = VIEWS.filter(({ value }) => fits(plan, value)).map((tab) =>
    isGrid && tab.value === 'side' ? { ...tab, label: 'Grid' } : tab,
  );
  const shown = shownView(plan, view);
  const section = useRef<HTMLElement>(null);
  // A cell that is open beside the table would lie over the next view.
  const show = (next: CompareView) => change({ view: next, opened: null });
  useActions(() =>
    offered.map(({ value, label }) => ({
      id: `view:${value}`,
      label: `Show ${label.toLowerCase()}`,
      also: 'view results',
      current: value === shown,
      run: () => {
        show(value);
        section.current?.focus();
      },
    })),
  );
  return (
    <section
      ref={section}
      id="sweep-results"
      tabIndex={-1}
      aria-label="Results"
      className={cx(
        'flex min-h-0 min-w-0 flex-1 flex-col outline-none',
        // On a narrow screen a grid and a chart are as high as they are, below the setup.
        isGrid && (shown === 'table' ? 'max-wide:h-full max-wide:flex-none' : 'max-wide:min-h-full'),
      )}
    >
      <Tabs
        label="Results view"
        value={shown}
        onValueChange={show}
        tabs={offered}
        lead={<span className="mr-3 text-xs text-ink-3 max-wide:sr-only">View</span>}
        aside={
          <div className="flex items-center gap-2 max-wide:hidden">
            <RunRemaining size="sm" />
            <RunProgress />
          </div>
        }
        className="min-h-0 flex-1 *:first:shrink-0 *:first:px-4"
      >
        {isPhone && !isGrid && shown !== 'side' && <CompareTools className="shrink-0 border-b px-2 py-0.5" />}
        {/* What is in it takes the focus itself. */}
        <TabPanel value={shown} tabIndex={-1} className="flex flex-1 flex-col outline-none">
          <Suspense fallback={null}>
            {shown === 'table' ? (
              <CellTable />
            ) : shown !== 'side' ? (
              <SweepChart kind={shown} />
            ) : isGrid ? (
              <GridView />
            ) : (
              <ColumnsView scroller={scroller} />
            )}
          </Suspense>
        </TabPanel>
      </Tabs>
      {isGrid && <SelectionBar view={shown} />}
    </section>
  );
}

/** What lies over the page. Beside the table a cell is shown in full without a layer. */
function Layers() {
  const { opened, confirming, layer, view, change } = useCompareView();
  const Layer = layer && LAYERS[layer];
  const isThere = usePlanPart((plan) => opened !== null && gridOf(plan).place(opened) !== null);
  return (
    <>
      {opened !== null && isThere && view !== 'table' && <CellSheet cell={opened} />}
      {confirming && <ConfirmRun cells={confirming} />}
      {Layer && <Layer onClose={() => change({ layer: null })} />}
    </>
  );
}

'use client';

import { lazy, Suspense } from 'react';
import { TabPanel, Tabs } from '@/components/ui/tabs';
import { GridControls } from './grid/grid-controls';
import { SelectionBar } from './grid/selection-bar';
import { SweepGrid } from './grid/sweep-grid';
import { SweepProgress } from './sweep-progress';
import { useSweepView } from './sweep-view';

const SweepChart = lazy(async () => ({ default: (await import('./sweep-chart')).SweepChart }));

const TABS = [
  { value: 'texts', label: 'Outputs' },
  { value: 'heat', label: 'Heat map' },
  { value: 'lines', label: 'Line chart' },
] as const;

/** The texts in their grid, or a measure of them as a chart. */
export function SweepResults() {
  const { show, change } = useSweepView();
  return (
    <section
      id="sweep-results"
      tabIndex={-1}
      aria-label="Results"
      className="outline-none flex min-h-0 min-w-0 flex-1 flex-col max-wide:min-h-full"
    >
      <SweepProgress />
      <Tabs
        label="Results view"
        value={show}
        onValueChange={(next) => change({ show: next })}
        tabs={[...TABS]}
        aside={show === 'texts' && <GridControls />}
        className="min-h-0 flex-1 *:first:shrink-0 *:first:px-4"
      >
        <TabPanel value={show} className="flex flex-1 flex-col -outline-offset-2">
          {show === 'texts' ? (
            <SweepGrid />
          ) : (
            <Suspense fallback={null}>
              <SweepChart kind={show} />
            </Suspense>
          )}
        </TabPanel>
      </Tabs>
      <SelectionBar />
    </section>
  );
}

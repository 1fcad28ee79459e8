'use client';

import { useMemo, useRef, useState } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { Select } from '@/components/ui/select';
import { useCellFigures } from '@/lib/compare/client/cell-figures';
import { usePlan } from '@/lib/compare/client/compare-context';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import {
  type ChartMeasure,
  chartGrid,
  chartMeasureSpec,
  chartMeasures,
  firstVarying,
  MAX_INPUTS,
  measuresThere,
} from '@/lib/compare/client/sweep-figures';
import { useChecks } from '@/lib/compare/client/verdicts';
import { gridOf } from '@/lib/compare/model/cell-grid';
import { modelsOf } from '@/lib/compare/model/plan-cells';
import { axisTitle } from '@/lib/compare/model/plan-labels';
import { counted } from '@/lib/platform/numbers/counted';
import { capitalized } from '@/lib/protocol/text/capitalized';
import { SweepHeatMap, SweepLines, SweepNumbers, sweepCharts } from '../charts/sweep-charts';
import { useCompareView } from '../view-state';
import { Agreement } from './agreement';
import { HeatCells } from './heat-cells';
import { SaveChart } from './save-chart';

const ROWS = [
  { value: 'mean', label: 'Mean of all inputs' },
  { value: 'input', label: 'Each input' },
];
/** A measure of all cells, as a heat map or as lines. */
export function SweepChart({ kind }: { kind: 'heat' | 'lines' }) {
  const { measure: chosen, byInput, change } = useCompareView();
  const plan = usePlanPart((now) => now);
  const title = usePlan((view) => view.title);
  const checks = useChecks();
  const figures = useCellFigures();
  const grid = gridOf(plan);
  const { size } = grid;
  const isByInput = byInput && size.input > 1;
  const { axes, places, averaged } = useMemo(
    () => chartGrid(grid, plan.axes, (cell) => figures.cells.get(cell)?.outputs ?? [], isByInput),
    [grid, plan.axes, figures, isByInput],
  );
  const meanOver = averaged === null ? null : `mean of all values of ${axisTitle(averaged)}`;
  const drawing = useRef<SVGSVGElement>(null);
  const name =
    title ??
    modelsOf(plan)
      .map(({ model }) => model)
      .join(', ');
  const there = useMemo(() => measuresThere(places), [places]);
  // Kept once it is found: the chart must not change while somebody looks at it. The first few cells may all be alike.
  const [found, setFound] = useState<ChartMeasure | null>(null);
  const varying = found ?? firstVarying(places);
  if (varying !== null && found === null && !figures.pending) setFound(varying);
  const names = chartMeasures(checks);
  // The check that was chosen may have been removed.
  const measure = [chosen, varying].find((one) => one !== null && names.includes(one)) ?? 'tokens';
  const charts = useMemo(() => {
    const names = meanOver === null ? [name] : [name, meanOver];
    return sweepCharts({ axes, places, measure, checks, names });
  }, [axes, places, measure, checks, name, meanOver]);
  const { spec, outputs, heading } = charts;
  return (
    <div className="min-h-0 flex-1 overflow-auto overscroll-contain px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label="Measure"
          value={measure}
          onValueChange={(next) => change({ measure: next as ChartMeasure })}
          options={names.map((value) => ({
            value,
            label: `${chartMeasureSpec(value, checks).label}${there.size > 0 && !there.has(value) ? ' (no data)' : ''}`,
          }))}
          className="min-w-0 flex-1 max-wide:basis-full wide:w-60 wide:flex-none"
        />
        {size.input > 1 && (
          <Select
            aria-label="Rows of the chart"
            value={isByInput ? 'input' : 'mean'}
            onValueChange={(value) => change({ byInput: value === 'input' })}
            options={ROWS}
            className="w-40 max-wide:flex-1"
          />
        )}
        <span className="mr-auto max-wide:hidden" />
        {outputs > 0 && <SaveChart drawing={drawing} name={`${heading} ${kind}`} />}
      </div>
      <p className="mt-1.5 max-w-[72ch] text-xs text-ink-3">{spec.description}</p>
      <LeftOut unfinished={figures.unfinished} outdated={figures.outdated} />
      {isByInput && size.input > MAX_INPUTS && (
        <p className="mt-1 text-xs text-ink-3">The first {MAX_INPUTS} inputs.</p>
      )}
      {meanOver !== null && <p className="mt-1 text-xs text-ink-3">{capitalized(meanOver)}.</p>}
      {outputs === 0 ? (
        <EmptyState className="min-h-52">{nothingBecause(measure, figures.pending)}</EmptyState>
      ) : (
        <>
          {kind === 'heat' ? (
            <SweepHeatMap charts={charts} ref={drawing} className="mt-3">
              {!isByInput && <HeatCells map={charts.map} format={charts.drawing.format} />}
            </SweepHeatMap>
          ) : (
            <SweepLines charts={charts} ref={drawing} className="mt-3" />
          )}
          <SweepNumbers charts={charts} className="mt-3" />
          <Agreement />
        </>
      )}
    </div>
  );
}

/** Says which cells the numbers leave out. */
function LeftOut({ unfinished, outdated }: { unfinished: number; outdated: number }) {
  const parts = [
    ...(unfinished > 0 ? [`${counted(unfinished, 'run')} that didn't complete`] : []),
    ...(outdated > 0 ? [`${counted(outdated, 'run')} with older settings`] : []),
  ];
  if (parts.length === 0) return null;
  return <p className="mt-1 text-xs text-warn">Left out: {parts.join(', ')}.</p>;
}

function nothingBecause(measure: ChartMeasure, pending: boolean): string {
  if (pending) return 'Measuring';
  if (measure === 'similarity') return 'Open a cell and make it the reference to compare the others.';
  if (measure === 'meanLogprob' || measure === 'perplexity')
    return 'No run has probabilities. Turn on Log probabilities and run again.';
  return 'Measures appear here once cells are complete.';
}

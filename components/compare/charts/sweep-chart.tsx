'use client';

import './charts.css';
import { useMemo, useRef } from 'react';
import { EmptyState } from '@/components/ui/empty-state';
import { focusableScroller } from '@/components/ui/focusable-scroller';
import { Select } from '@/components/ui/select';
import { usePlan } from '@/lib/compare/client/room-context';
import {
  type ChartMeasure,
  chartMeasureSpec,
  endsInWords,
  measuresThere,
  sweepValues,
} from '@/lib/compare/client/sweep-figures';
import { useSweepMeasures } from '@/lib/compare/client/sweep-measures';
import { useSweepPlan } from '@/lib/compare/client/sweep-plan';
import { heatMap, lineChart } from '@/lib/compare/model/heat';
import { MEASURE_NAMES } from '@/lib/compare/model/measures';
import { parameterSpec } from '@/lib/protocol/request/parameters';
import { counted } from '../sweep/compose/estimate-words';
import { useSweepView } from '../sweep/sweep-view';
import { ChartTable } from './chart-table';
import { HeatMapChart } from './heat-map-chart';
import { LineChart } from './line-chart';
import { SaveChart } from './save-chart';

const CHOICES: readonly ChartMeasure[] = [...MEASURE_NAMES, 'ownEnd'];

/** A measure of all cells, as a map of the grid or as lines. */
export function SweepChart({ kind }: { kind: 'heat' | 'lines' }) {
  const { measure, change } = useSweepView();
  const plan = useSweepPlan((now) => now);
  const title = usePlan((view) => view.title);
  const measures = useSweepMeasures();
  const drawing = useRef<SVGSVGElement>(null);
  const { axes } = plan;
  const columns = axes[1]?.values.length ?? 1;
  const spec = chartMeasureSpec(measure);
  const there = useMemo(() => measuresThere(measures), [measures]);
  const values = useMemo(() => sweepValues(measures, measure), [measures, measure]);
  const map = useMemo(() => heatMap(values, axes[0]?.values.length ?? 0, columns), [values, axes, columns]);
  const lines = useMemo(() => lineChart(values, axes[0]?.values ?? [], columns), [values, axes, columns]);
  const outputs = values.filter(({ value }) => value !== null).length;
  const by = axes.map(({ parameter }) => parameterSpec(parameter).label).join(' and ');
  const subtitle = [
    title ?? `${plan.base.model}`,
    `${outputs === 1 ? 'one output' : `means of ${outputs} outputs`}`,
  ].join(' · ');
  const heading = `${spec.label} by ${by}`;
  const chart = {
    axes,
    title: heading,
    subtitle,
    format: spec.format,
    label: `${heading}. ${summaryOf(map, spec.format)} All numbers are in the table below.`,
    ref: drawing,
  };
  return (
    <div ref={focusableScroller} className="min-h-0 flex-1 overflow-auto overscroll-contain px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          aria-label="Measure"
          value={measure}
          onChange={(event) => change({ measure: event.currentTarget.value as ChartMeasure })}
          className="min-w-0 flex-1 wide:w-60 wide:flex-none"
        >
          {CHOICES.map((name) => (
            <option key={name} value={name}>
              {chartMeasureSpec(name).label}
              {there.size > 0 && !there.has(name) && ' (nothing to show)'}
            </option>
          ))}
        </Select>
        <span className="mr-auto max-wide:hidden" />
        {outputs > 0 && <SaveChart drawing={drawing} name={`${heading} ${kind}`} />}
      </div>
      <p className="mt-1.5 max-w-[72ch] text-xs text-ink-3">{spec.description}</p>
      <LeftOut unfinished={measures.unfinished} outdated={measures.outdated} />
      {outputs === 0 ? (
        <EmptyState className="min-h-52">{nothingBecause(measure, measures.pending)}</EmptyState>
      ) : (
        <>
          <div ref={focusableScroller} className="mt-3 overflow-x-auto">
            {kind === 'heat' ? (
              <HeatMapChart
                {...chart}
                map={map}
                {...(measure === 'ownEnd'
                  ? { note: (row: number, column: number) => endsInWords(measures, row, column) }
                  : {})}
              />
            ) : (
              <LineChart {...chart} chart={lines} yTitle={axisTitleOf(spec.label, spec.unit)} />
            )}
          </div>
          <details className="mt-3">
            <summary className="cursor-pointer text-xs text-ink-2 hover:text-ink">As a table</summary>
            <ChartTable axes={axes} map={map} caption={heading} format={spec.format} />
          </details>
        </>
      )}
    </div>
  );
}

/** What the numbers are not of. */
function LeftOut({ unfinished, outdated }: { unfinished: number; outdated: number }) {
  const parts = [
    ...(unfinished > 0 ? [`${counted(unfinished, 'run')} that did not complete`] : []),
    ...(outdated > 0 ? [`${counted(outdated, 'run')} with settings from before`] : []),
  ];
  if (parts.length === 0) return null;
  return <p className="mt-1 text-xs text-warn">Left out: {parts.join(', ')}.</p>;
}

function axisTitleOf(label: string, unit: string): string {
  return unit === '' || label.toLowerCase().includes(unit) ? label : `${label} (${unit})`;
}

function summaryOf(map: ReturnType<typeof heatMap>, format: (value: number) => string): string {
  const means = map.cells.flatMap(({ value }) => (value === null ? [] : [value]));
  if (means.length === 0) return '';
  return `From ${format(Math.min(...means))} to ${format(Math.max(...means))}.`;
}

function nothingBecause(measure: ChartMeasure, pending: boolean): string {
  if (pending) return 'Measuring…';
  if (measure === 'similarity')
    return 'Open a cell and make it the reference: the others are compared with it.';
  if (measure === 'meanLogprob' || measure === 'perplexity')
    return 'No run has probabilities: switch Logprobs on, and run again.';
  return 'Once cells are complete, they are measured here.';
}

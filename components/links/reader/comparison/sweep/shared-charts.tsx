import '@/components/compare/charts/charts.css';
import { ChartTable } from '@/components/compare/charts/chart-table';
import { HeatMapChart } from '@/components/compare/charts/heat-map-chart';
import { LineChart } from '@/components/compare/charts/line-chart';
import { buttonStyle } from '@/components/ui/button';
import { FocusableScroller } from '@/components/ui/focusable-scroller-box';
import {
  type ChartMeasure,
  chartMeasureSpec,
  measuresThere,
  sweepValues,
} from '@/lib/compare/client/sweep-figures';
import { heatMap, lineChart } from '@/lib/compare/model/heat';
import { MEASURE_NAMES } from '@/lib/compare/model/measures';
import { sweepCellKey } from '@/lib/compare/model/plan';
import type { SharedComparison, SharedSweep } from '@/lib/links/model/shared-comparison';
import { sharedMeasures } from '@/lib/links/model/shared-measures';
import { sharedModels } from '@/lib/links/model/shared-words';
import { axisNames } from './axis-names';

const CHOICES: readonly ChartMeasure[] = [...MEASURE_NAMES, 'ownEnd'];
/** What is drawn first, when there is some of it. */
const FIRST: readonly ChartMeasure[] = ['similarity', 'meanLogprob', 'distinctWords', 'tokens', 'durationMs'];

export interface SharedChartsProps {
  slug: string;
  shared: SharedComparison;
  sweep: SharedSweep;
  measure: string | null;
}

/** One measure of all places as a map of the grid and as lines, drawn by the server. Another one is another address. */
export function SharedCharts({ slug, shared, sweep, measure: asked }: SharedChartsProps) {
  const { axes } = sweep;
  const outputs = sharedMeasures(shared);
  const measures = {
    cells: Object.fromEntries(sweep.cells.map((cell, at) => [sweepCellKey(cell), outputs[at] ?? []])),
    unfinished: 0,
    outdated: 0,
    pending: false,
  };
  const there = measuresThere(measures);
  const choices = CHOICES.filter((name) => there.has(name));
  const measure =
    choices.find((name) => name === asked) ?? FIRST.find((name) => there.has(name)) ?? choices[0];
  // Without its axes a chart would have nothing to be by.
  if (measure === undefined || axes === undefined) return null;
  const spec = chartMeasureSpec(measure);
  const values = sweepValues(measures, measure);
  const count = values.filter(({ value }) => value !== null).length;
  const map = heatMap(values, sweep.rows, sweep.columns);
  const lines = lineChart(values, axes[0]?.values ?? [], sweep.columns);
  const { down, across } = axisNames(sweep);
  const heading = `${spec.label} by ${[down.title, ...(across ? [across.title] : [])].join(' and ')}`;
  const subtitle = [...sharedModels(shared), count === 1 ? 'one output' : `means of ${count} outputs`].join(
    ' · ',
  );
  const chart = {
    axes,
    title: heading,
    subtitle,
    format: spec.format,
    label: `${heading}. All numbers are in the table below.`,
  };
  return (
    <section aria-labelledby="charts-title" id="charts" className="min-w-0">
      <h2 id="charts-title" className="mb-2 font-semibold">
        Charts
      </h2>
      <nav aria-label="Measure of the charts" className="mb-2 flex flex-wrap gap-1 print:hidden">
        {choices.map((name) => (
          <a
            key={name}
            href={`/s/${slug}?measure=${name}#charts`}
            aria-current={name === measure ? 'true' : undefined}
            className={buttonStyle(name === measure ? 'secondary' : 'ghost', 'sm')}
          >
            {chartMeasureSpec(name).label}
          </a>
        ))}
      </nav>
      <p className="max-w-[72ch] text-xs text-ink-3">{spec.description}</p>
      <div className="mt-3 grid min-w-0 gap-6 min-[1240px]:grid-cols-2">
        <FocusableScroller label="Heat map" className="min-w-0 overflow-x-auto">
          <HeatMapChart {...chart} map={map} />
        </FocusableScroller>
        <FocusableScroller label="Lines" className="min-w-0 overflow-x-auto">
          <LineChart
            {...chart}
            chart={lines}
            yTitle={spec.unit === '' ? spec.label : `${spec.label} (${spec.unit})`}
          />
        </FocusableScroller>
      </div>
      <details className="mt-2">
        <summary className="cursor-pointer text-xs text-ink-2 hover:text-ink">As a table</summary>
        <ChartTable axes={axes} map={map} caption={heading} format={spec.format} />
      </details>
    </section>
  );
}

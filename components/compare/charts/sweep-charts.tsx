import './charts.css';
import type { ReactNode, Ref } from 'react';
import { SideScroller } from '@/components/ui/side-scroller';
import {
  type ChartMeasure,
  type ChartPlaces,
  chartMeasureSpec,
  chartSpread,
  endsLabel,
  passLabel,
} from '@/lib/compare/client/sweep-figures';
import type { Check } from '@/lib/compare/model/checks';
import { type HeatMap, lineChart, niceScale, shownHeatMap } from '@/lib/compare/model/heat';
import { type AxisValues, gridSize, valuesOf } from '@/lib/compare/model/plan-cells';
import { axisTitle } from '@/lib/compare/model/plan-labels';
import { ChartTable } from './chart-table';
import { heatLayout, heatSize } from './heat-layout';
import { HeatMapChart, HeatRowLabels } from './heat-map-chart';
import { LineChart } from './line-chart';

/** One measure of all outputs of a sweep, ready to draw. */
export type SweepCharts = ReturnType<typeof sweepCharts>;

export interface SweepChartsOf {
  axes: readonly AxisValues[];
  places: ChartPlaces;
  measure: ChartMeasure;
  /** Those of the comparison. */
  checks: readonly Check[];
  /** The name of the sweep, or its models. */
  names: readonly string[];
}

/** Rates are shares of all: from none to all of them. */
const WHOLE = niceScale([0, 1]);

export function sweepCharts({ axes, places, measure, checks, names }: SweepChartsOf) {
  const spec = chartMeasureSpec(measure, checks);
  const spreads = places.map((outputs) => chartSpread(outputs, measure));
  const { columns } = gridSize(axes);
  const { map, format } = shownHeatMap(spreads, columns, [spec.format, ...(spec.finer ?? [])]);
  const lines = lineChart(spreads, valuesOf(axes[0]), columns);
  const heading = axes.length === 0 ? spec.label : `${spec.label} by ${axes.map(axisTitle).join(' and ')}`;
  return {
    spec,
    map,
    /** The number of outputs that have a value. */
    outputs: spreads.reduce((sum, one) => sum + (one?.n ?? 0), 0),
    heading,
    lines: { ...lines, ...(spec.isVerdict && { y: WHOLE }) },
    drawing: {
      axes,
      title: heading,
      subtitle: [...names, perCellLabel(map)].join(' · '),
      format,
      label: `${heading}. ${rangeLabel(map, format)} The table below has all values.`,
    },
    /** The second line of a cell of the heat map; undefined: its range. Without a value it says why there is none. */
    note: (row: number, column: number) => {
      const at = row * columns + column;
      const [outputs = [], known = null] = [places[at], spreads[at]];
      if (known === null) return outputs.length > 0 ? 'no value' : 'not complete';
      if (measure === 'ownEnd') return endsLabel(outputs);
      return spec.isVerdict ? passLabel(known) : undefined;
    },
    numbers: { axes, places, measure, caption: heading, format, isVerdict: spec.isVerdict === true },
  };
}

interface DrawingProps {
  charts: SweepCharts;
  ref?: Ref<SVGSVGElement>;
  className?: string;
}

/** `children` are drawn over the map, in a box of its size. */
export function SweepHeatMap({
  charts: { drawing, map, note, spec },
  ref,
  className,
  children,
}: DrawingProps & { children?: ReactNode }) {
  const { axes } = drawing;
  return (
    <SideScroller label="Heat map" sticky={heatLayout(axes).left} className={className}>
      <div className="relative" style={heatSize(axes)}>
        <HeatMapChart {...drawing} map={map} coarse={spec.format} note={note} ref={ref} />
        {children}
        <HeatRowLabels axes={axes} />
      </div>
    </SideScroller>
  );
}

export function SweepLines({ charts: { drawing, lines, spec }, ref, className }: DrawingProps) {
  const { label, unit } = spec;
  const yTitle = unit === '' || label.toLowerCase().includes(unit) ? label : `${label} (${unit})`;
  return (
    <SideScroller label="Line chart" className={className}>
      <LineChart {...drawing} chart={lines} yTitle={yTitle} hasRange={!spec.isVerdict} ref={ref} />
    </SideScroller>
  );
}

/** The numbers of the charts, in a collapsed table. */
export function SweepNumbers({ charts, className }: { charts: SweepCharts; className: string }) {
  return (
    <details className={className}>
      <summary className="cursor-pointer text-xs text-ink-2 hover:text-ink pointer-coarse:py-3">
        Show data
      </summary>
      <ChartTable {...charts.numbers} />
    </details>
  );
}

/** `1 output per cell`, `mean of 3 outputs per cell`; with `up to` when some cells have fewer. */
function perCellLabel({ cells }: HeatMap): string {
  const counts = cells.flatMap(({ spread }) => (spread === null ? [] : [spread.n]));
  const most = Math.max(...counts);
  if (most <= 1) return '1 output per cell';
  return `mean of ${counts.every((count) => count === most) ? '' : 'up to '}${most} outputs per cell`;
}

function rangeLabel(map: HeatMap, format: (value: number) => string): string {
  const means = map.cells.flatMap(({ value }) => (value === null ? [] : [value]));
  if (means.length === 0) return '';
  return `From ${format(Math.min(...means))} to ${format(Math.max(...means))}.`;
}

import { DataTable } from '@/components/ui/data-table';
import {
  type ChartMeasure,
  type ChartPlaces,
  chartSpread,
  passLabel,
} from '@/lib/compare/client/sweep-figures';
import type { AxisValues } from '@/lib/compare/model/plan-cells';
import { axisTitle } from '@/lib/compare/model/plan-labels';
import type { Spread } from '@/lib/compare/model/spread';
import { shortLabels } from './chart-text';

export interface ChartTableProps {
  axes: readonly AxisValues[];
  places: ChartPlaces;
  measure: ChartMeasure;
  caption: string;
  format: (value: number) => string;
  /** Means are shares of outputs that pass: each with its count, also of whole rows and columns. */
  isVerdict: boolean;
}

/** The numbers of a chart, for screen readers. */
export function ChartTable({ axes, places, measure, caption, format, isVerdict }: ChartTableProps) {
  const [down, across] = axes;
  const columns = shortLabels(across, 60);
  const Figure = isVerdict ? Rate : Mean;
  const figure = (outputs: ChartPlaces[number]) => {
    const spread = chartSpread(outputs, measure);
    return spread === null ? '–' : <Figure spread={spread} format={format} />;
  };
  const hasRowTotals = isVerdict && across !== undefined;
  const line = (name: string, cells: ChartPlaces) => [
    name,
    ...cells.map(figure),
    ...(hasRowTotals ? [figure(cells.flat())] : []),
  ];
  const rows = shortLabels(down, 60).map((name, row) =>
    line(name, places.slice(row * columns.length, (row + 1) * columns.length)),
  );
  const inColumn = (column: number) => places.filter((_, at) => at % columns.length === column).flat();
  const totals =
    isVerdict && rows.length > 1
      ? [
          line(
            'All',
            columns.map((_, column) => inColumn(column)),
          ),
        ]
      : [];
  return (
    <DataTable
      label="Chart data"
      caption={caption}
      heads={[
        axisTitle(down),
        ...columns.map((label) => (across ? `${axisTitle(across)} ${label}` : 'Mean')),
        ...(hasRowTotals ? ['All'] : []),
      ]}
      rows={[...rows, ...totals]}
      className="mt-2"
    />
  );
}

interface FigureProps {
  spread: Spread;
  format: (value: number) => string;
}

function Mean({ spread: { mean, min, max, n }, format }: FigureProps) {
  return (
    <>
      {format(mean)}
      {n > 1 && (
        <span className="text-ink-3">
          {' '}
          ({format(min)} to {format(max)}, {n} outputs)
        </span>
      )}
    </>
  );
}

/** The share that passes. */
function Rate({ spread, format }: FigureProps) {
  return (
    <>
      {format(spread.mean)} <span className="text-ink-3">({passLabel(spread)})</span>
    </>
  );
}

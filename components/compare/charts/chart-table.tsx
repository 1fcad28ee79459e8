import { DataTable } from '@/components/ui/data-table';
import { passLabel } from '@/lib/compare/client/sweep-figures';
import type { HeatMap } from '@/lib/compare/model/heat';
import type { AxisValues } from '@/lib/compare/model/plan-cells';
import { axisTitle } from '@/lib/compare/model/plan-labels';
import type { Spread } from '@/lib/compare/model/spread';
import { shortLabels } from './chart-text';

type Spreads = readonly (Spread | null)[];

/** The numbers of a chart, for screen readers. */
export function ChartTable({
  axes,
  map,
  caption,
  format,
  isVerdict,
}: {
  axes: readonly AxisValues[];
  map: HeatMap;
  caption: string;
  format: (value: number) => string;
  /** Means are shares of outputs that pass: each with its count, also of whole rows and columns. */
  isVerdict: boolean;
}) {
  const [down, across] = axes;
  const columns = shortLabels(across, 60);
  const figure = (of: Spreads) =>
    isVerdict ? <Rate of={of} format={format} /> : <Mean spread={of[0] ?? null} format={format} />;
  const hasRowTotals = isVerdict && across !== undefined;
  const line = (name: string, cells: readonly Spreads[]) => [
    name,
    ...cells.map(figure),
    ...(hasRowTotals ? [figure(cells.flat())] : []),
  ];
  const spreads = map.cells.map(({ spread }) => spread);
  const rows = shortLabels(down, 60).map((name, row) =>
    line(
      name,
      columns.map((_, column) => [spreads[row * columns.length + column] ?? null]),
    ),
  );
  const inColumn = (column: number) => spreads.filter((_, at) => at % columns.length === column);
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

interface FormatProps {
  format: (value: number) => string;
}

function Mean({ spread, format }: FormatProps & { spread: Spread | null }) {
  if (spread === null) return '–';
  const { mean, min, max, n } = spread;
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

/** The share that passes in all of these cells together. */
function Rate({ of, format }: FormatProps & { of: Spreads }) {
  const known = of.filter((spread) => spread !== null);
  const n = known.reduce((sum, spread) => sum + spread.n, 0);
  if (n === 0) return '–';
  const mean = known.reduce((sum, spread) => sum + spread.mean * spread.n, 0) / n;
  return (
    <>
      {format(mean)} <span className="text-ink-3">({passLabel({ mean, n })})</span>
    </>
  );
}

import { FocusableScroller } from '@/components/ui/focusable-scroller-box';
import { passLabel } from '@/lib/compare/client/sweep-figures';
import type { HeatMap } from '@/lib/compare/model/heat';
import type { AxisValues } from '@/lib/compare/model/plan-cells';
import { axisTitle } from '@/lib/compare/model/plan-labels';
import type { Spread } from '@/lib/compare/model/spread';
import { keyed, shortLabels } from './chart-text';

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
  const rows = keyed(shortLabels(down, 60));
  const columns = keyed(shortLabels(across, 60));
  const spreadAt = (row: number, column: number) => map.cells[row * columns.length + column]?.spread ?? null;
  const rowSpreads = (row: number) => columns.map((_, column) => spreadAt(row, column));
  const columnSpreads = (column: number) => rows.map((_, row) => spreadAt(row, column));
  const hasRowTotals = isVerdict && across !== undefined;
  return (
    <FocusableScroller label="Chart data" className="mt-2 overflow-x-auto">
      <table className="border text-xs tabular-nums">
        <caption className="pb-1 text-left text-ink-3">{caption}</caption>
        <thead>
          <tr className="border-b">
            <th scope="col" className="px-2.5 py-1 text-left font-medium text-ink-2">
              {axisTitle(down)}
            </th>
            {columns.map(({ key, label }) => (
              <th key={key} scope="col" className="px-2.5 py-1 text-right font-medium text-ink-2">
                {across ? `${axisTitle(across)} ${label}` : 'Mean'}
              </th>
            ))}
            {hasRowTotals && (
              <th scope="col" className="px-2.5 py-1 text-right font-medium text-ink-2">
                All
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label }, row) => (
            <tr key={key} className="border-b last:border-b-0">
              <th scope="row" className="px-2.5 py-1 text-left font-medium">
                {label}
              </th>
              {columns.map(({ key: columnKey }, column) => {
                const spread = spreadAt(row, column);
                return (
                  <td key={columnKey} className={FIGURE_STYLE}>
                    {isVerdict ? (
                      <Rate of={[spread]} format={format} />
                    ) : (
                      <Mean spread={spread} format={format} />
                    )}
                  </td>
                );
              })}
              {hasRowTotals && (
                <td className={FIGURE_STYLE}>
                  <Rate of={rowSpreads(row)} format={format} />
                </td>
              )}
            </tr>
          ))}
          {isVerdict && rows.length > 1 && (
            <tr className="border-t">
              <th scope="row" className="px-2.5 py-1 text-left font-medium">
                All
              </th>
              {columns.map(({ key }, column) => (
                <td key={key} className={FIGURE_STYLE}>
                  <Rate of={columnSpreads(column)} format={format} />
                </td>
              ))}
              {hasRowTotals && (
                <td className={FIGURE_STYLE}>
                  <Rate of={map.cells.map(({ spread }) => spread)} format={format} />
                </td>
              )}
            </tr>
          )}
        </tbody>
      </table>
    </FocusableScroller>
  );
}

const FIGURE_STYLE = 'px-2.5 py-1 text-right whitespace-nowrap';

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
function Rate({ of, format }: FormatProps & { of: readonly (Spread | null)[] }) {
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

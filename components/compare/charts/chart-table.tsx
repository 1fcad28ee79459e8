import { FocusableScroller } from '@/components/ui/focusable-scroller-box';
import type { HeatMap } from '@/lib/compare/model/heat';
import type { AxisValues } from '@/lib/compare/model/plan-cells';
import { axisTitle } from '@/lib/compare/model/plan-labels';
import { keyed, shortLabels } from './chart-text';

/** The numbers of a chart, for screen readers. */
export function ChartTable({
  axes,
  map,
  caption,
  format,
}: {
  axes: readonly AxisValues[];
  map: HeatMap;
  caption: string;
  format: (value: number) => string;
}) {
  const [down, across] = axes;
  const rows = keyed(shortLabels(down, 60));
  const columns = keyed(shortLabels(across, 60));
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
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, label }, row) => (
            <tr key={key} className="border-b last:border-b-0">
              <th scope="row" className="px-2.5 py-1 text-left font-medium">
                {label}
              </th>
              {columns.map(({ key: columnKey }, column) => {
                const cell = map.cells[row * columns.length + column];
                const spread = cell?.spread ?? null;
                return (
                  <td key={columnKey} className="px-2.5 py-1 text-right whitespace-nowrap">
                    {spread ? format(spread.mean) : '–'}
                    {spread && spread.n > 1 && (
                      <span className="text-ink-3">
                        {' '}
                        ({format(spread.min)} to {format(spread.max)}, {spread.n} outputs)
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </FocusableScroller>
  );
}

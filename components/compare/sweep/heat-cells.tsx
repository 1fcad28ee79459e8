'use client';

import { cx } from '@/components/ui/cx';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import type { HeatMap } from '@/lib/compare/model/heat';
import { gridSize } from '@/lib/compare/model/plan-cells';
import { pointName } from '@/lib/compare/model/plan-labels';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { CELL_HEIGHT, heatLayout } from '../charts/heat-layout';
import { grid, gridCell, gridRow } from '../grid/grid-roles';
import { pointKey, useCompareView } from '../view-state';
import { gridName } from './grid/sweep-grid';
import { tabStopOf, useGridHandlers } from './grid/use-grid-keys';

export interface HeatCellsProps {
  map: HeatMap;
  format: (value: number) => string;
}

/**
 * The cells of a heat map to press, over the drawing of it: they open, are walked and selected like those of
 * the texts. Place it in an element that is as large as the drawing.
 */
export function HeatCells({ map, format }: HeatCellsProps) {
  const plan = usePlanPart((now) => now);
  const { active, selected } = useCompareView();
  const { axes, repeats } = plan;
  const { rows, columns } = gridSize(axes);
  const handlers = useGridHandlers(rows, columns, repeats);
  const tabStop = tabStopOf(active, rows, columns);
  const layout = heatLayout(axes);
  const style = (row: number, column: number) => ({
    left: `${(100 * layout.x(column)) / layout.width}%`,
    top: `${(100 * layout.y(row)) / layout.height}%`,
    width: `${(100 * layout.cellWidth) / layout.width}%`,
    height: `${(100 * CELL_HEIGHT) / layout.height}%`,
  });
  return (
    <div {...grid(gridName(axes), rows, columns)} {...handlers} className="absolute inset-0">
      {numbersTo(rows).map((row) => (
        <div key={row} {...gridRow(row + 2)}>
          {numbersTo(columns).map((column) => {
            const key = pointKey({ row, column });
            const isSelected = selected.includes(key);
            const value = map.cells[row * columns + column]?.value ?? null;
            const name = pointName({ ...plan, repeats: 1 }, { row, column });
            return (
              <div
                key={key}
                {...gridCell(column + 2, isSelected)}
                tabIndex={key === tabStop ? 0 : -1}
                data-point={key}
                style={style(row, column)}
                className={cx(
                  'absolute cursor-pointer rounded-[1px] outline-offset-1 hover:shadow-[0_0_0_2px_var(--ink-3)]',
                  isSelected && 'shadow-[0_0_0_3px_var(--accent)] forced-colors:border-4',
                )}
              >
                <span className="sr-only">
                  {name}: {value === null ? 'no data' : format(value)}
                </span>
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

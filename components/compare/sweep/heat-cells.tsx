'use client';

import { cx } from '@/components/ui/cx';
import { Tooltip } from '@/components/ui/tooltip';
import { useCellFigures } from '@/lib/compare/client/cell-figures';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import type { HeatMap } from '@/lib/compare/model/heat';
import { gridSize } from '@/lib/compare/model/plan-cells';
import { pointName } from '@/lib/compare/model/plan-labels';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { cutAtWord } from '@/lib/protocol/text/cut-text';
import { CELL_HEIGHT, heatLayout } from '../charts/heat-layout';
import { grid, gridCell, gridRow } from '../grid/grid-roles';
import { pointKey, useCompareView } from '../view-state';
import { gridName } from './grid/sweep-grid';
import { tabStopOf, useGridHandlers } from './grid/use-grid-keys';
import { useShownCell } from './use-chosen-cells';

/** Characters of a text under the pointer. */
const MAX_TOOLTIP = 140;

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
  const figures = useCellFigures();
  const cellOf = useShownCell();
  /** What a press opens begins like this. */
  const textOf = (row: number, column: number) => {
    const text = figures.cells.get(cellOf({ row, column }) ?? '')?.text?.trim();
    return text ? cutAtWord(text.slice(0, 2 * MAX_TOOLTIP), MAX_TOOLTIP) : null;
  };
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
              <Tooltip key={key} content={textOf(row, column)}>
                <div
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
              </Tooltip>
            );
          })}
        </div>
      ))}
    </div>
  );
}

'use client';

import { cx } from '@/components/ui/cx';
import { Tooltip } from '@/components/ui/tooltip';
import { useCellFigures } from '@/lib/compare/client/cell-figures';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { type GridPlace, placeKey } from '@/lib/compare/model/cell-grid';
import type { HeatMap } from '@/lib/compare/model/heat';
import { pointName } from '@/lib/compare/model/plan-labels';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { cutAtWord } from '@/lib/protocol/text/cut-text';
import { CELL_HEIGHT, heatLayout } from '../charts/heat-layout';
import { gridRow } from '../grid/grid-roles';
import { gridPlace, useGridOfCells } from './grid/use-grid-of-cells';

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
  const { size, cellOf, stateOf, table } = useGridOfCells();
  const layout = heatLayout(plan.axes);
  const figures = useCellFigures();
  /** What a press opens begins like this. */
  const textOf = (place: GridPlace) => {
    const text = figures.cells.get(cellOf(place) ?? '')?.text?.trim();
    return text ? cutAtWord(text.slice(0, 2 * MAX_TOOLTIP), MAX_TOOLTIP) : null;
  };
  const style = ({ row, column }: GridPlace) => ({
    left: `${(100 * layout.x(column)) / layout.width}%`,
    top: `${(100 * layout.y(row)) / layout.height}%`,
    width: `${(100 * layout.cellWidth) / layout.width}%`,
    height: `${(100 * CELL_HEIGHT) / layout.height}%`,
  });
  return (
    <div {...table} className="absolute inset-0">
      {numbersTo(size.row).map((row) => (
        <div key={row} {...gridRow(row + 2)}>
          {numbersTo(size.column).map((column) => {
            const place = { row, column };
            const state = stateOf(place);
            const value = map.cells[row * size.column + column]?.value ?? null;
            const name = pointName({ ...plan, repeats: 1 }, place);
            return (
              <Tooltip key={placeKey(place)} content={textOf(place)}>
                <div
                  {...gridPlace(place, state)}
                  style={style(place)}
                  className={cx(
                    'absolute cursor-pointer rounded-[1px] outline-offset-1 hover:shadow-[0_0_0_2px_var(--ink-3)]',
                    state.isSelected && 'shadow-[0_0_0_3px_var(--accent)] forced-colors:border-4',
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

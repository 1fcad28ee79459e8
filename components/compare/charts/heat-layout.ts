import { HEAT_CLASSES } from '@/lib/compare/model/heat';
import type { AxisValues } from '@/lib/compare/model/plan-cells';
import { PADDING } from './chart-frame';
import { estimateWidth, shortLabels } from './chart-text';

/** As narrow as a range such as `−0.20 to −0.07` allows: four columns fit on a phone. Fewer take the space that is there. */
const CELL_WIDTHS = [220, 130, 96, 84];
export const CELL_HEIGHT = 64;
export const CLASS_WIDTH = 56;
const GAP = 2;
const TITLE_HEIGHT = 64;
const LEGEND_HEIGHT = 84;

/** Characters of a row's name: models and prompts have long ones. */
export const ROW_LABEL = 22;

/** Where the parts of a heat map stand, in its own units. */
export interface HeatLayout {
  readonly width: number;
  readonly height: number;
  /** The upper left corner of the cells, and how much space they take. */
  readonly left: number;
  readonly cellWidth: number;
  readonly top: number;
  readonly gridWidth: number;
  readonly gridHeight: number;
  x(column: number): number;
  y(row: number): number;
}

export function heatLayout([down, across]: readonly AxisValues[]): HeatLayout {
  const rows = shortLabels(down, ROW_LABEL);
  const columns = shortLabels(across);
  // The rows' title stands above them, and may be wider.
  const left = PADDING + Math.max(...rows.map((row) => estimateWidth(row))) + 12;
  const top = PADDING + TITLE_HEIGHT + (across ? 58 : 18);
  const cellWidth = CELL_WIDTHS[Math.min(columns.length, CELL_WIDTHS.length) - 1] ?? 84;
  const gridWidth = columns.length * (cellWidth + GAP) - GAP;
  const gridHeight = rows.length * (CELL_HEIGHT + GAP) - GAP;
  return {
    width: Math.max(left + gridWidth, PADDING + HEAT_CLASSES * CLASS_WIDTH) + PADDING,
    height: top + gridHeight + LEGEND_HEIGHT + PADDING,
    left,
    cellWidth,
    top,
    gridWidth,
    gridHeight,
    x: (column) => left + column * (cellWidth + GAP),
    y: (row) => top + row * (CELL_HEIGHT + GAP),
  };
}

/** Drawn smaller than this share of its size, its figures cannot be read any more. */
const MIN_SCALE = 0.85;

/** The space that the drawing takes: its own size, or a little less where there is less. */
export function heatSize(axes: readonly AxisValues[]): { maxWidth: number; minWidth: number } {
  const { width } = heatLayout(axes);
  return { maxWidth: width, minWidth: Math.round(width * MIN_SCALE) };
}

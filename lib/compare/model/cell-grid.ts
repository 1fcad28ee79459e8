import { cutAtWord } from '@/lib/protocol/text/cut-text';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import type { ComparisonPlan } from './plan';
import { type CellPoint, cellAt, gridSize, inputCount, kindOf, pointsOf } from './plan-cells';
import { axisLabels, axisTitle, plainLabels } from './plan-labels';

/** A cell with its place. */
export interface PlacedCell extends CellPoint {
  readonly cell: string;
}

/** What cells can differ by: the rows and columns of the axes, the rows of the table of inputs, and repeats. */
export type DimensionName = keyof CellPoint;

export interface Dimension {
  readonly name: DimensionName;
  /** `Temperature`, `Model`. */
  readonly title: string;
  /** One for each value; no two are equal. */
  readonly labels: readonly string[];
}

type Shape = Pick<ComparisonPlan, 'axes' | 'repeats' | 'inputs'>;

/** A place of the grid: all inputs and repeats of one pair of values. */
export type GridPlace = Pick<CellPoint, 'row' | 'column'>;

export function placeKey({ row, column }: GridPlace): string {
  return `${row}:${column}`;
}

/** The place that `placeKey` has named. */
export function placeOfKey(key: string): GridPlace {
  const [row = 0, column = 0] = key.split(':').map(Number);
  return { row, column };
}

/** All cells of a plan, by key and by place. Everything that reads many cells begins here. */
export interface CellGrid {
  /** In the order in which they run. */
  readonly cells: readonly PlacedCell[];
  /** The same, those together that stand side by side: of one input and one repeat. */
  readonly sets: readonly (readonly PlacedCell[])[];
  /** Row by row. */
  readonly places: readonly GridPlace[];
  readonly place: (cell: string) => PlacedCell | null;
  /** Null: the plan has no such place. */
  readonly at: (point: CellPoint) => string | null;
  /** Those with more than one value, in the order of reading. */
  readonly dimensions: readonly Dimension[];
  readonly size: Readonly<Record<DimensionName, number>>;
}

/** By the part of a plan that its cells depend on: a longer prompt leaves them as they are. */
const known = new WeakMap<Shape['axes'], { readonly of: Shape; readonly grid: CellGrid }>();

/** The same object while the axes, the inputs and the repeats are. */
export function gridOf(plan: Shape): CellGrid {
  const before = known.get(plan.axes);
  if (before && before.of.repeats === plan.repeats && before.of.inputs === plan.inputs) return before.grid;
  const grid = makeGrid(plan);
  known.set(plan.axes, { of: plan, grid });
  return grid;
}

const NAMES = ['input', 'row', 'column', 'repeat'] as const satisfies readonly DimensionName[];

function makeGrid(plan: Shape): CellGrid {
  const { rows, columns } = gridSize(plan.axes);
  const size = { row: rows, column: columns, input: inputCount(plan), repeat: plan.repeats };
  const cells = [...pointsOf(plan)].map((point): PlacedCell => ({ ...point, cell: cellAt(plan, point) }));
  const byCell = new Map(cells.map((placed) => [placed.cell, placed]));
  const inSet = rows * columns;
  return {
    cells,
    sets: Array.from({ length: cells.length / inSet }, (_, at) => cells.slice(at * inSet, (at + 1) * inSet)),
    places: cells.slice(0, inSet).map(({ row, column }) => ({ row, column })),
    size,
    place: (cell) => byCell.get(cell) ?? null,
    at: (point) =>
      NAMES.every((name) => point[name] >= 0 && point[name] < size[name]) ? cellAt(plan, point) : null,
    dimensions: NAMES.filter((name) => size[name] > 1).map((name) => dimensionOf(plan, name)),
  };
}

function dimensionOf({ axes, inputs, repeats }: Shape, name: DimensionName): Dimension {
  switch (name) {
    case 'row':
    case 'column': {
      const axis = axes[name === 'row' ? 0 : 1];
      // Of columns, the views themselves say what differs.
      const labelsOf = kindOf({ axes, repeats, inputs }) === 'columns' ? plainLabels : axisLabels;
      return { name, title: axisTitle(axis), labels: labelsOf(axis) };
    }
    case 'input':
      return {
        name,
        title: 'Input',
        labels: (inputs?.rows ?? []).map(({ values }, at) => inputLabel(values, at)),
      };
    case 'repeat':
      return { name, title: 'Repeat', labels: Array.from({ length: repeats }, (_, at) => String(at + 1)) };
  }
}

/** `12: What is the capital of…`: its number, since values may be equal or empty. */
function inputLabel(values: readonly string[], at: number): string {
  const text = values.find((value) => value.trim() !== '') ?? '';
  const shown = cutAtWord(visibleInline(text.trim().slice(0, 200)).replaceAll('␣', ' '), 60);
  return shown === '' ? String(at + 1) : `${at + 1}: ${shown}`;
}

/** What a cell has in each of these dimensions: `Temperature 0.5, Input 3: Oslo`. */
export function placeLabel(place: CellPoint, dimensions: readonly Dimension[]): string {
  return dimensions
    .map(({ name, title, labels }) => `${title} ${labels[place[name]] ?? ''}`.trimStart())
    .join(', ');
}

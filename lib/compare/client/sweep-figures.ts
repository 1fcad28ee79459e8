import type { CellGrid } from '@/lib/compare/model/cell-grid';
import { type Check, NO_CHECKS, rateLabel } from '@/lib/compare/model/checks';
import type { PlaceSpreads } from '@/lib/compare/model/heat';
import {
  type MeasureName,
  type MeasureSpec,
  measureNames,
  measureSpec,
  type OutputMeasures,
} from '@/lib/compare/model/measures';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { type AxisValues, gridSize } from '@/lib/compare/model/plan-cells';
import { type Spread, spread } from '@/lib/compare/model/spread';

type Outputs = readonly OutputMeasures[];

/** The outputs of one cell, at its place in the grid. */
export interface PlacedOutputs {
  readonly row: number;
  readonly column: number;
  readonly outputs: Outputs;
}

/** The outputs of each place of a grid, row by row: all inputs and repeats of one place are drawn as one mean. */
export type ChartPlaces = readonly Outputs[];

export function chartPlaces(axes: readonly AxisValues[], cells: readonly PlacedOutputs[]): ChartPlaces {
  const { rows, columns } = gridSize(axes);
  const places = Array.from({ length: rows * columns }, (): OutputMeasures[] => []);
  for (const { row, column, outputs } of cells) {
    if (column < columns) places[row * columns + column]?.push(...outputs);
  }
  return places;
}

/** Inputs that a chart draws: more could not be told apart. */
export const MAX_INPUTS = 40;

/** What a chart draws of a plan. */
export interface ChartGrid {
  readonly axes: readonly AxisValues[];
  readonly places: ChartPlaces;
  /** The axis that has no place beside the inputs, over whose values each place is a mean; null: none. */
  readonly averaged: AxisValues | null;
}

/** @param isByInput the first rows of the table of inputs are the first axis, instead of a part of each mean */
export function chartGrid(
  { cells, dimensions }: CellGrid,
  axes: ComparisonPlan['axes'],
  outputsOf: (cell: string) => Outputs,
  isByInput: boolean,
): ChartGrid {
  const inputs = isByInput ? dimensions.find(({ name }) => name === 'input') : undefined;
  if (!inputs) {
    const placed = cells.map(({ cell, row, column }) => ({ row, column, outputs: outputsOf(cell) }));
    return { axes, places: chartPlaces(axes, placed), averaged: null };
  }
  const [down, across] = axes;
  const drawn: AxisValues[] = [
    { kind: 'inputs', labels: inputs.labels.slice(0, MAX_INPUTS) },
    ...(down ? [down] : []),
  ];
  const placed = cells.map(({ cell, row, input }) => ({ row: input, column: row, outputs: outputsOf(cell) }));
  return { axes: drawn, places: chartPlaces(drawn, placed), averaged: across ?? null };
}

/** What a chart of a sweep shows: a measure, or how outputs ended. */
export type ChartMeasure = MeasureName | 'ownEnd';

export interface ChartMeasureSpec
  extends Pick<MeasureSpec, 'label' | 'description' | 'unit' | 'isVerdict' | 'finer'> {
  readonly format: (value: number) => string;
}

const OWN_END: ChartMeasureSpec = {
  label: 'Finish reasons',
  description: 'Share of outputs that ended naturally: with a finish reason other than “length”.',
  unit: '% ended',
  format: (value) => `${Math.round(value * 100)}%`,
};

/** @param checks those of the comparison */
export function chartMeasureSpec(name: ChartMeasure, checks: readonly Check[]): ChartMeasureSpec {
  return name === 'ownEnd' ? OWN_END : measureSpec(name, checks);
}

/** The measures of charts, in the order in which they are offered. */
export function chartMeasures(checks: readonly Check[]): readonly ChartMeasure[] {
  return [...measureNames(checks), 'ownEnd'];
}

/** How many of several outputs pass: `3 of 5`. */
export function passLabel({ mean, n }: Pick<Spread, 'mean' | 'n'>): string {
  return rateLabel(mean, n);
}

function measured(measures: OutputMeasures, name: ChartMeasure): number | null {
  if (name !== 'ownEnd') return measures.values[name] ?? null;
  return measures.finishReason === null ? null : Number(measures.finishReason !== 'length');
}

/** Null: none of the outputs has a value. */
export function chartSpread(outputs: Outputs, name: ChartMeasure): Spread | null {
  return spread(outputs.map((output) => measured(output, name)));
}

/** What was asked, then how outputs differ, before how long they took. */
const FIRST: readonly ChartMeasure[] = ['passed', 'similarity', 'meanLogprob', 'distinctWords', 'tokens'];
const IN_ORDER: readonly ChartMeasure[] = [...new Set([...FIRST, ...chartMeasures(NO_CHECKS)])];

/** The first measure whose means differ between the places of the grid; null: none does. */
export function firstVarying(places: ChartPlaces): ChartMeasure | null {
  return IN_ORDER.find((name) => varies(places.map((outputs) => chartSpread(outputs, name)))) ?? null;
}

function varies(spreads: PlaceSpreads): boolean {
  const means = spread(spreads.map((one) => one?.mean));
  return means !== null && means.min !== means.max;
}

/** How outputs ended: `2 stop, 1 length`. Empty without any. */
export function endsLabel(outputs: Outputs): string {
  const counts = new Map<string, number>();
  for (const { finishReason } of outputs) {
    const reason = finishReason ?? 'none';
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ');
}

/** Measures for which some output has a value. */
export function measuresThere(places: ChartPlaces): ReadonlySet<ChartMeasure> {
  const there = new Set<ChartMeasure>();
  for (const { values, finishReason } of places.flat()) {
    for (const name in values) {
      if (values[name as MeasureName] != null) there.add(name as MeasureName);
    }
    if (finishReason !== null) there.add('ownEnd');
  }
  return there;
}

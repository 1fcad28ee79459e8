import type { CellGrid } from '@/lib/compare/model/cell-grid';
import { type Check, NO_CHECKS, rateLabel } from '@/lib/compare/model/checks';
import type { SweepValue } from '@/lib/compare/model/heat';
import {
  type MeasureName,
  type MeasureSpec,
  measureNames,
  measureSpec,
  type OutputMeasures,
} from '@/lib/compare/model/measures';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import type { AxisValues } from '@/lib/compare/model/plan-cells';
import { type Spread, spread } from '@/lib/compare/model/spread';

/** The outputs of one cell, at its place in the grid: all inputs and repeats of one place are drawn as one mean. */
export interface PlacedOutputs {
  readonly row: number;
  readonly column: number;
  readonly outputs: readonly OutputMeasures[];
}

type Measured = readonly PlacedOutputs[];

/** Inputs that a chart draws: more could not be told apart. */
export const MAX_INPUTS = 40;

/** What a chart draws of a plan. */
export interface ChartGrid {
  readonly axes: readonly AxisValues[];
  readonly measures: Measured;
  /** The axis that has no place beside the inputs, over whose values each place is a mean; null: none. */
  readonly averaged: AxisValues | null;
}

/** @param isByInput the first rows of the table of inputs are the first axis, instead of a part of each mean */
export function chartGrid(
  { cells, dimensions }: CellGrid,
  axes: ComparisonPlan['axes'],
  outputsOf: (cell: string) => readonly OutputMeasures[],
  isByInput: boolean,
): ChartGrid {
  const inputs = isByInput ? dimensions.find(({ name }) => name === 'input') : undefined;
  if (!inputs) {
    const measures = cells.map(({ cell, row, column }) => ({ row, column, outputs: outputsOf(cell) }));
    return { axes, measures, averaged: null };
  }
  const [down, across] = axes;
  return {
    axes: [{ kind: 'inputs', labels: inputs.labels.slice(0, MAX_INPUTS) }, ...(down ? [down] : [])],
    measures: cells.flatMap(({ cell, row, input }) =>
      input < MAX_INPUTS ? [{ row: input, column: row, outputs: outputsOf(cell) }] : [],
    ),
    averaged: across ?? null,
  };
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

/** One value for each output. */
export function sweepValues(cells: Measured, name: ChartMeasure): SweepValue[] {
  return cells.flatMap(({ row, column, outputs }) =>
    outputs.map((output) => ({ row, column, value: measured(output, name) })),
  );
}

/** What was asked, then how outputs differ, before how long they took. */
const FIRST: readonly ChartMeasure[] = ['passed', 'similarity', 'meanLogprob', 'distinctWords', 'tokens'];
const IN_ORDER: readonly ChartMeasure[] = [...new Set([...FIRST, ...chartMeasures(NO_CHECKS)])];

/** The first measure whose means differ between the cells of the grid; null: none does. */
export function firstVarying(cells: Measured): ChartMeasure | null {
  return IN_ORDER.find((name) => varies(sweepValues(cells, name))) ?? null;
}

function varies(values: readonly SweepValue[]): boolean {
  const cells = new Map<string, (number | null)[]>();
  for (const { row, column, value } of values) {
    const key = `${row}:${column}`;
    const there = cells.get(key);
    if (there) there.push(value);
    else cells.set(key, [value]);
  }
  const means = spread([...cells.values()].map((all) => spread(all)?.mean ?? null));
  return means !== null && means.min !== means.max;
}

/** How the outputs at one place ended: `2 stop, 1 length`. Empty without any. */
export function endsLabel(cells: Measured, row: number, column: number): string {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    if (cell.row !== row || cell.column !== column) continue;
    for (const { finishReason } of cell.outputs) {
      const reason = finishReason ?? 'none';
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
  }
  return [...counts].map(([reason, count]) => `${count} ${reason}`).join(', ');
}

/** Measures for which some output has a value. */
export function measuresThere(cells: Measured): ReadonlySet<ChartMeasure> {
  const there = new Set<ChartMeasure>();
  for (const { outputs } of cells) {
    for (const { values, finishReason } of outputs) {
      for (const name in values) {
        if (values[name as MeasureName] != null) there.add(name as MeasureName);
      }
      if (finishReason !== null) there.add('ownEnd');
    }
  }
  return there;
}

import { spread } from './spread';

/** A scale of numbers with round marks, for an axis or a legend. */
export interface Scale {
  /** First and last mark: at or outside the lowest and the highest value. */
  readonly domain: readonly [number, number];
  /** Evenly spaced; steps of 1, 2 or 5 times a power of ten. */
  readonly ticks: readonly number[];
  /** 0 … 1 within the domain. */
  at(value: number): number;
}

/** @param most about how many marks: the next rounder step that needs no more */
export function niceScale(values: readonly (number | null)[], max = 6): Scale {
  const known = spread(values);
  let low = known?.min ?? 0;
  let high = known?.max ?? 1;
  if (low === high) {
    // A single value gets some space around it.
    const margin = low === 0 ? 1 : Math.abs(low) / 2;
    low -= margin;
    high += margin;
    if (known && known.min >= 0) low = Math.max(0, low);
  }
  const { step, decimals } = niceStep((high - low) / Math.max(1, max - 1));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  const ticks: number[] = [];
  for (let at = first; at <= last; at += 1) ticks.push(rounded(at * step, decimals));
  const [from, to] = [ticks[0] ?? low, ticks.at(-1) ?? high];
  const width = to - from;
  return {
    domain: [from, to],
    ticks,
    at: (value) => (width > 0 ? Math.min(1, Math.max(0, (value - from) / width)) : 0.5),
  };
}

function niceStep(rough: number): { step: number; decimals: number } {
  const power = Math.floor(Math.log10(rough));
  const lead = rough / 10 ** power;
  // Rounding can leave a trace above a whole power: 2.0000000001 is 2.
  const factor = lead <= 1 + 1e-9 ? 1 : lead <= 2 + 1e-9 ? 2 : lead <= 5 + 1e-9 ? 5 : 10;
  const decimals = Math.max(0, -power);
  return { step: factor * 10 ** power, decimals };
}

/** −0 is 0, and 0.30000000000000004 is 0.3. */
function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(Math.min(100, decimals))) + 0;
}

/** One run's value; several runs of one cell differ by their repeat. */
export interface SweepValue {
  readonly row: number;
  readonly column: number;
  readonly repeat: number;
  /** Null: failed, or nothing to measure. */
  readonly value: number | null;
}

export interface HeatCell {
  readonly row: number;
  readonly column: number;
  /** Mean over the repeats; null when none has a value. */
  readonly value: number | null;
  /** 0 … classes − 1, from the lowest to the highest; null like `value`. */
  readonly step: number | null;
  readonly spread: ReturnType<typeof spread>;
}

export interface HeatMap {
  /** Row by row; every cell of the grid. */
  readonly cells: readonly HeatCell[];
  readonly scale: Scale;
  /** Boundaries of the classes, one more than there are classes: class k goes from k to k + 1. */
  readonly borders: readonly number[];
}

/** Few enough to distinguish by a pattern or a number, without colour. */
export const HEAT_CLASSES = 6;

/** Groups the means of a grid into a few classes of equal width between the lowest and the highest mean. */
export function heatMap(
  values: readonly SweepValue[],
  rows: number,
  columns: number,
  classes = HEAT_CLASSES,
): HeatMap {
  const grid = Array.from({ length: rows * columns }, (): (number | null)[] => []);
  for (const { row, column, value } of values) {
    if (column < columns) grid[row * columns + column]?.push(value);
  }
  const spreads = grid.map((repeats) => spread(repeats));
  const whole = spread(spreads.map((found) => found?.mean ?? null));
  const [low, high] = [whole?.min ?? 0, whole?.max ?? 0];
  const cells = spreads.map((found, at): HeatCell => {
    const value = found?.mean ?? null;
    return {
      row: Math.floor(at / columns),
      column: at % columns,
      value,
      step: value === null ? null : classOf(value, low, high, classes),
      spread: found,
    };
  });
  const borders = Array.from({ length: classes + 1 }, (_, at) => low + ((high - low) * at) / classes);
  return { cells, scale: niceScale([low, high]), borders };
}

/** When all are equal: the middle class, since none is low or high. */
function classOf(value: number, low: number, high: number, classes: number): number {
  if (high <= low) return (classes - 1) >> 1;
  return Math.min(classes - 1, Math.floor(((value - low) / (high - low)) * classes));
}

export interface LinePoint {
  /** Index of the value on its axis. */
  readonly index: number;
  /** Where it is drawn: the value itself when all values are numbers, else its index. */
  readonly x: number;
  readonly mean: number;
  /** The band: lowest and highest repeat. */
  readonly min: number;
  readonly max: number;
  readonly n: number;
}

export interface LineChart {
  /**
   * One line for each value of the second axis (one line without it); points by rising x, those without a
   * value left out.
   */
  readonly lines: readonly { readonly column: number; readonly points: readonly LinePoint[] }[];
  /** Null when the axis has no numbers: then x is an index, and labels are spaced evenly. */
  readonly x: Scale | null;
  readonly y: Scale;
}

/**
 * The first axis along x, a line for each value of the second.
 * @param rowValues the values of the first axis
 */
export function lineChart(
  values: readonly SweepValue[],
  rowValues: readonly unknown[],
  columns: number,
): LineChart {
  const numbers = rowValues.filter((value): value is number => typeof value === 'number');
  const numeric = numbers.length === rowValues.length;
  const lines = Array.from({ length: columns }, (_, column) => {
    const points: LinePoint[] = [];
    for (const [index, value] of rowValues.entries()) {
      const found = spread(
        values.filter((one) => one.row === index && one.column === column).map((one) => one.value),
      );
      if (!found) continue;
      const { mean, min, max, n } = found;
      points.push({ index, x: numeric ? Number(value) : index, mean, min, max, n });
    }
    return { column, points: points.sort((a, b) => a.x - b.x) };
  });
  const drawn = lines.flatMap(({ points }) => points.flatMap(({ min, max }) => [min, max]));
  return { lines, x: numeric ? niceScale(numbers) : null, y: niceScale(drawn) };
}

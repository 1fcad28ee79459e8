import { type Spread, spread } from './spread';

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

/** The figures of each place of a grid, row by row; null: none of its outputs has a value. */
export type PlaceSpreads = readonly (Spread | null)[];

export interface HeatCell {
  readonly row: number;
  readonly column: number;
  /** Mean over all outputs there; null when none has a value. */
  readonly value: number | null;
  /** 0 … `HEAT_CLASSES` − 1, from the lowest to the highest; null like `value`. */
  readonly step: number | null;
  readonly spread: Spread | null;
}

/** Means of about the same size, which have one shade. */
export interface HeatClass {
  /** As in `HeatCell`. */
  readonly step: number;
  /** Lowest and highest mean in it, as they are shown. */
  readonly from: number;
  readonly to: number;
}

export interface HeatMap {
  /** Row by row; every cell of the grid. */
  readonly cells: readonly HeatCell[];
  /** By rising values; fewer than `HEAT_CLASSES` for fewer means. */
  readonly classes: readonly HeatClass[];
}

/** Few enough to distinguish by a pattern or a number, without colour. */
export const HEAT_CLASSES = 6;

/** A mean as a reader sees it. */
export type FormatMean = (mean: number) => string;

/**
 * The heat map with the first of several formats that shows most of its classes as different.
 * @param formats of one measure, by rising precision
 */
export function shownHeatMap(
  spreads: PlaceSpreads,
  columns: number,
  [first, ...finer]: readonly [FormatMean, ...FormatMean[]],
): { map: HeatMap; format: FormatMean } {
  let best = { map: heatMap(spreads, columns, first), format: first };
  for (const format of finer) {
    if (best.map.classes.length === HEAT_CLASSES) break;
    const map = heatMap(spreads, columns, format);
    if (map.classes.length > best.map.classes.length) best = { map, format };
  }
  return best;
}

/**
 * Groups the means of a grid into a few classes by their natural breaks (Fisher's classes, which cartographers
 * call Jenks): the gaps between values decide, so one outlier does not put all others into one class, as equal
 * widths would, and values that are equal as shown are never parted, as quantiles would.
 */
export function heatMap(spreads: PlaceSpreads, columns: number, format: FormatMean = String): HeatMap {
  const means = spreads.flatMap((found) => (found === null ? [] : [found.mean]));
  const shown = asShown(means, format);
  const groups = naturalGroups(means.map(shown), HEAT_CLASSES);
  const found = groups.map(
    (group, at): HeatClass => ({
      // Few groups are as far apart as the shades allow; a single one is neither low nor high.
      step:
        groups.length === 1
          ? (HEAT_CLASSES - 1) >> 1
          : Math.round((at * (HEAT_CLASSES - 1)) / (groups.length - 1)),
      from: group[0] as number,
      to: group.at(-1) as number,
    }),
  );
  const cells = spreads.map((here, at): HeatCell => {
    const value = here?.mean ?? null;
    return {
      row: Math.floor(at / columns),
      column: at % columns,
      value,
      step: value === null ? null : (found.find(({ to }) => shown(value) <= to)?.step ?? null),
      spread: here,
    };
  });
  return { cells, classes: found };
}

/** For each mean, the lowest of those that look like it. */
function asShown(means: readonly number[], format: FormatMean): (mean: number) => number {
  const lowest = new Map<string, number>();
  for (const mean of means.toSorted((one, other) => one - other)) {
    const text = format(mean);
    if (!lowest.has(text)) lowest.set(text, mean);
  }
  return (mean) => lowest.get(format(mean)) ?? mean;
}

/**
 * Sorted groups of the values, at most `max`, with the least sum of squared distances from their groups' means (Fisher
 * 1958): exact, by dynamic programming over the different values, which are no more than a grid has places.
 */
function naturalGroups(values: readonly number[], max: number): number[][] {
  const sorted = values.toSorted((one, other) => one - other);
  const low = sorted[0] ?? 0;
  const width = (sorted.at(-1) ?? 0) - low || 1;
  const different = [...new Set(sorted)];
  // Sums up to each different value, of values scaled to 0 … 1 so that the squares stay exact enough.
  const sums = [{ count: 0, sum: 0, squares: 0 }];
  for (const value of different) {
    const { count, sum, squares } = sums.at(-1) as (typeof sums)[number];
    const times = sorted.lastIndexOf(value) - sorted.indexOf(value) + 1;
    const scaled = (value - low) / width;
    sums.push({ count: count + times, sum: sum + times * scaled, squares: squares + times * scaled ** 2 });
  }
  const costOf = (from: number, to: number) => {
    const [before, all] = [sums[from], sums[to]] as [(typeof sums)[number], (typeof sums)[number]];
    return all.squares - before.squares - (all.sum - before.sum) ** 2 / (all.count - before.count);
  };
  /** For each end, the least cost of so many groups up to it, and where the last of them begins. */
  let best = sums.map((_, to) => ({ cost: to === 0 ? 0 : costOf(0, to), from: 0 }));
  const bests = [best];
  for (let group = 1; group < Math.min(max, different.length); group += 1) {
    const fewer = best;
    best = sums.map((_, to) => {
      let least = { cost: Number.POSITIVE_INFINITY, from: group };
      for (let from = group; from < to; from += 1) {
        const cost = (fewer[from]?.cost ?? 0) + costOf(from, to);
        if (cost < least.cost) least = { cost, from };
      }
      return least;
    });
    bests.push(best);
  }
  const found: number[][] = [];
  let to = different.length;
  for (const ends of to === 0 ? [] : bests.reverse()) {
    const from = ends[to]?.from ?? 0;
    found.unshift(different.slice(from, to));
    to = from;
  }
  return found;
}

export interface LinePoint {
  /** Index of the value on its axis. */
  readonly index: number;
  /** Where it is drawn: the value itself when all values are numbers, else its index. */
  readonly x: number;
  readonly mean: number;
  /** The band: lowest and highest output. */
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
export function lineChart(spreads: PlaceSpreads, rowValues: readonly unknown[], columns: number): LineChart {
  const numbers = rowValues.filter((value): value is number => typeof value === 'number');
  const numeric = numbers.length === rowValues.length;
  const lines = Array.from({ length: columns }, (_, column) => {
    const points: LinePoint[] = [];
    for (const [index, value] of rowValues.entries()) {
      const found = spreads[index * columns + column];
      if (!found) continue;
      const { mean, min, max, n } = found;
      points.push({ index, x: numeric ? Number(value) : index, mean, min, max, n });
    }
    return { column, points: points.sort((a, b) => a.x - b.x) };
  });
  const drawn = lines.flatMap(({ points }) => points.flatMap(({ min, max }) => [min, max]));
  return { lines, x: numeric ? niceScale(numbers) : null, y: niceScale(drawn) };
}

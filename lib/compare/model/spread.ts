/** How the values of several runs are distributed. */
export interface Spread {
  /** Values that were numbers. */
  readonly n: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  /** For a sample (over n − 1), since repeats are a few of all possible outputs; null for a single value. */
  readonly deviation: number | null;
}

/** Null when none of the values is a finite number. */
export function spread(values: readonly (number | null | undefined)[]): Spread | null {
  const known = values.filter((value): value is number => value != null && Number.isFinite(value));
  const sorted = [...known].sort((a, b) => a - b);
  const n = sorted.length;
  const [min, max] = [sorted[0], sorted[n - 1]];
  if (min === undefined || max === undefined) return null;
  // Relative to the lowest, so that large values close together (times since 1970) lose no precision.
  const mean = min + sorted.reduce((sum, value) => sum + (value - min), 0) / n;
  const middle = sorted[n >> 1] ?? max;
  const median = n % 2 === 1 ? middle : (middle + (sorted[(n >> 1) - 1] ?? middle)) / 2;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, min, max, median, deviation: n < 2 ? null : Math.sqrt(squares / (n - 1)) };
}

/**
 * Indexes of the best of several values; all of them when they tie. Empty when there is nothing to choose:
 * fewer than two values, or all equal.
 */
export function bestOf(values: readonly (number | null)[], best?: 'higher' | 'lower'): number[] {
  const whole = spread(values);
  if (best === undefined || whole === null || whole.n < 2 || whole.min === whole.max) return [];
  const bestValue = best === 'higher' ? whole.max : whole.min;
  return [...values.keys()].filter((at) => values[at] === bestValue);
}

/**
 * Lengths of the small bars of a table row, 0 … 1; null for unknown values.
 * @param fromZero whether a bar of no length means 0; else the lowest value gets a short, visible bar
 */
export function barLengths(values: readonly (number | null)[], fromZero: boolean): (number | null)[] {
  const whole = spread(values);
  if (whole === null) return values.map(() => null);
  const shortest = 0.1;
  return values.map((value) => {
    if (value === null || !Number.isFinite(value)) return null;
    if (fromZero) return whole.max <= 0 ? 0 : Math.max(0, value) / whole.max;
    if (whole.max === whole.min) return 1;
    return shortest + ((1 - shortest) * (value - whole.min)) / (whole.max - whole.min);
  });
}

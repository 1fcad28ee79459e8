import { describe, expect, it } from 'vitest';
import { integer, seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import { heatMap, lineChart, niceScale, shownHeatMap } from './heat';
import { barLengths, bestOf, spread } from './spread';

describe('the spread of values', () => {
  it('is of those that are numbers', () => {
    expect(spread([2, null, 4, 4, undefined, 6, Number.NaN, Number.POSITIVE_INFINITY])).toEqual({
      n: 4,
      mean: 4,
      min: 2,
      max: 6,
      median: 4,
      deviation: Math.sqrt(8 / 3),
    });
    expect(spread([7])).toEqual({ n: 1, mean: 7, min: 7, max: 7, median: 7, deviation: null });
    expect(spread([1, 2])?.median).toBe(1.5);
    expect(spread([null])).toBeNull();
    expect(spread([0.1, 0.1, 0.1])).toMatchObject({ mean: 0.1, deviation: 0 });
  });

  it('says which are best, and how long their bars are', () => {
    expect(bestOf([1, null, 3, 3], 'higher')).toEqual([2, 3]);
    expect(bestOf([1, null, 3, 3], 'lower')).toEqual([0]);
    expect(bestOf([1, 1], 'lower')).toEqual([]);
    expect(bestOf([1, null], 'lower')).toEqual([]);
    expect(bestOf([1, 2])).toEqual([]);
    expect(barLengths([5, null, 10, 0], true)).toEqual([0.5, null, 1, 0]);
    expect(barLengths([-2, -1, null], false)).toEqual([0.1, 1, null]);
    expect(barLengths([-2, -2], false)).toEqual([1, 1]);
    expect(barLengths([0, 0], true)).toEqual([0, 0]);
  });
});

describe('a scale', () => {
  it.each([
    [
      [0, 1],
      [0, 0.2, 0.4, 0.6, 0.8, 1],
    ],
    [
      [0, 2],
      [0, 0.5, 1, 1.5, 2],
    ],
    [
      [-3.2, -0.4],
      [-4, -3, -2, -1, 0],
    ],
    [
      [312, 4_249],
      [0, 1_000, 2_000, 3_000, 4_000, 5_000],
    ],
    [
      [5, 5],
      [2, 3, 4, 5, 6, 7, 8],
    ],
    [[0], [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [
      [0.00012, 0.00019],
      [0.00012, 0.00014, 0.00016, 0.00018, 0.0002],
    ],
  ])('of %j is marked at %j', (values, ticks) => {
    expect(niceScale(values).ticks).toEqual(ticks);
  });

  it('holds all values, with few marks in round steps', () => {
    const random = seededRandom(37);
    for (let round = 0; round < 2_000; round += 1) {
      const size = 10 ** integer(random, -9, 12);
      const values = Array.from({ length: integer(random, 1, 6) }, () => (random() - 0.3) * size);
      const { domain, ticks, at } = niceScale(values);
      expect(domain[0]).toBeLessThanOrEqual(Math.min(...values));
      expect(domain[1]).toBeGreaterThanOrEqual(Math.max(...values));
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(9);
      expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
      expect([at(domain[0]), at(domain[1])]).toEqual([0, 1]);
      for (const tick of ticks) expect(String(tick).length).toBeLessThan(16);
    }
    expect(niceScale([]).ticks.length).toBeGreaterThan(1);
    expect(niceScale([null]).at(0.5)).toBe(0.5);
  });
});

/** Of the values of each place; one may have several outputs. */
const spreads = (...places: (readonly (number | null)[])[]) => places.map((values) => spread(values));
const single = (means: readonly number[]) => spreads(...means.map((mean) => [mean]));

describe('a heat map', () => {
  it('puts the means of cells into classes', () => {
    const { cells, classes } = heatMap(spreads([1, 3], [14], [null], [8]), 2);
    expect(cells.map(({ value, step }) => [value, step])).toEqual([
      [2, 0],
      [14, 5],
      [null, null],
      [8, 3],
    ]);
    expect(cells[0]?.spread).toMatchObject({ n: 2, min: 1, max: 3 });
    expect(classes).toEqual([
      { step: 0, from: 2, to: 2 },
      { step: 3, from: 8, to: 8 },
      { step: 5, from: 14, to: 14 },
    ]);
    expect(cells.map(({ row, column }) => `${row}${column}`)).toEqual(['00', '01', '10', '11']);
  });

  const stepsOf = (means: readonly number[]) =>
    heatMap(single(means), means.length).cells.map(({ step }) => step);

  it('tells all others apart beside an outlier', () => {
    const means = [-0.04, -0.04, -0.04, -0.05, -0.06, -0.09, -0.16, -0.38, -1.07, -7.71];
    expect(new Set(stepsOf(means)).size).toBe(6);
    expect(stepsOf(means).at(-1)).toBe(0);
  });

  it('has steps of about equal width for values that are evenly spread', () => {
    expect(stepsOf(Array.from({ length: 12 }, (_, at) => at))).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  it('never parts equal values, rises with them, and takes large and small ones', () => {
    const random = seededRandom(41);
    for (let round = 0; round < 200; round += 1) {
      const size = 10 ** integer(random, -9, 12);
      const means = Array.from(
        { length: integer(random, 1, 40) },
        () => (integer(random, 0, 30) - 10) * size + 1e12 * integer(random, 0, 1),
      );
      const steps = stepsOf(means);
      const pairs = means.map((mean, at) => [mean, steps[at] as number] as const).sort(([a], [b]) => a - b);
      for (const [at, [mean, step]] of pairs.entries()) {
        const [next, nextStep] = pairs[at + 1] ?? [mean, step];
        expect(nextStep).toBeGreaterThanOrEqual(step);
        if (next === mean) expect(nextStep).toBe(step);
      }
      expect(new Set(steps).size).toBe(Math.min(6, new Set(means).size));
    }
  });

  it('has one class for equal values, and none for no values', () => {
    expect(stepsOf([4, 4])).toEqual([2, 2]);
    expect(heatMap(spreads([], []), 2).cells.map(({ step }) => step)).toEqual([null, null]);
  });

  const decimals = (count: number) => (value: number) => value.toFixed(count);
  const shownOf = (means: readonly number[]) =>
    shownHeatMap(single(means), means.length, [decimals(2), decimals(3), decimals(4)]);

  it('has one step for means that are equal as shown', () => {
    const { map } = shownOf([0.50001, 0.50002, 0.7, 0.50003]);
    expect(map.cells.map(({ step }) => step)).toEqual([0, 0, 5, 0]);
    expect(map.cells.map(({ value }) => value)).toEqual([0.50001, 0.50002, 0.7, 0.50003]);
    expect(shownOf([0.50001, 0.50002]).map.classes).toHaveLength(1);
  });

  it('shows as many digits as its steps need to differ, and no more', () => {
    const close = [-0.0712, -0.0708, -0.0661, -0.0643, -0.0622, -0.0604];
    const { map, format } = shownOf(close);
    const shown = map.classes.map(({ from, to }) => [format(from), format(to)]);
    expect(shown).toHaveLength(6);
    for (const [at, [low]] of shown.entries()) expect(low).not.toBe(shown[at - 1]?.[1]);
    expect(format(0.1)).toBe('0.1000');
    expect(shownOf([0.1, 0.104, 0.108, 0.112, 0.116, 0.12]).format(0.1)).toBe('0.100');
    expect(shownOf([1, 2]).format(0.1)).toBe('0.10');
    expect(shownOf([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]).format(0.1)).toBe('0.10');
  });
});

describe('a line chart', () => {
  it('has a line for each value of the second axis, points by rising x, and a band over the repeats', () => {
    const { lines, x, y } = lineChart(spreads([5, 7], [2], [1], [null]), [1.5, 0.5], 2);
    expect(lines).toEqual([
      {
        column: 0,
        points: [
          { index: 1, x: 0.5, mean: 1, min: 1, max: 1, n: 1 },
          { index: 0, x: 1.5, mean: 6, min: 5, max: 7, n: 2 },
        ],
      },
      { column: 1, points: [{ index: 0, x: 1.5, mean: 2, min: 2, max: 2, n: 1 }] },
    ]);
    expect(x?.domain).toEqual([0.4, 1.6]);
    expect(y.domain[0]).toBeLessThanOrEqual(1);
    expect(y.domain[1]).toBeGreaterThanOrEqual(7);
  });

  it('stands evenly where the axis has no numbers', () => {
    const { lines, x } = lineChart(single([5, 6]), ['a', 'b'], 1);
    expect(x).toBeNull();
    expect(lines[0]?.points.map((point) => point.x)).toEqual([0, 1]);
  });
});

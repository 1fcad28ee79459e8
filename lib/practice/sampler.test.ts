import { describe, expect, it } from 'vitest';
import { seededRandom } from './random';
import { adjust, argmax, draw, drawingDistribution, likeliest } from './sampler';

const NONE = { frequencyPenalty: 0, presencePenalty: 0 };
const NO_BIAS = new Map<number, number>();
const BASE = [0.4, 0.3, 0.2, 0.1];

function adjusted(
  bias: ReadonlyMap<number, number>,
  counts: ReadonlyMap<number, number>,
  penalties: { frequencyPenalty: number; presencePenalty: number },
): Float64Array {
  const probabilities = Float64Array.from(BASE);
  adjust(probabilities, bias, counts, penalties);
  return probabilities;
}

/** softmax(log BASE + change), written out plainly. */
function softmaxOf(change: readonly number[]): number[] {
  const weights = BASE.map((probability, slot) => Math.exp(Math.log(probability) + (change[slot] ?? 0)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

function drawing(temperature: number, topP: number, topK: number | null = null, minP = 0): number[] {
  const out = new Float64Array(BASE.length);
  drawingDistribution(Float64Array.from(BASE), { temperature, topP, topK, minP }, out);
  return [...out];
}

function expectClose(actual: Iterable<number>, expected: readonly number[]): void {
  [...actual].forEach((value, slot) => {
    expect(value).toBeCloseTo(expected[slot] ?? 0, 12);
  });
}

describe('adjust', () => {
  it('adds the bias to the logits', () => {
    expectClose(
      adjusted(
        new Map([
          [1, 1.5],
          [3, -2],
        ]),
        new Map(),
        NONE,
      ),
      softmaxOf([0, 1.5, 0, -2]),
    );
  });

  it('takes frequency_penalty · count + presence_penalty off the logit of what was sampled', () => {
    const counts = new Map([
      [0, 3],
      [2, 1],
    ]);
    const penalties = { frequencyPenalty: 0.5, presencePenalty: 1.25 };
    expectClose(adjusted(NO_BIAS, counts, penalties), softmaxOf([-0.5 * 3 - 1.25, 0, -0.5 - 1.25, 0]));
  });

  it('encourages repetition when a penalty is negative, without overflow', () => {
    expectClose(
      adjusted(NO_BIAS, new Map([[3, 2000]]), { frequencyPenalty: -2, presencePenalty: 0 }),
      [0, 0, 0, 1],
    );
  });

  it('bans at −100 and forces at 100', () => {
    const probabilities = adjusted(
      new Map([
        [0, -100],
        [3, 100],
      ]),
      new Map(),
      NONE,
    );
    expect(probabilities[0]).toBeLessThan(1e-40);
    expect(probabilities[3]).toBeCloseTo(1, 12);
  });
});

describe('drawingDistribution', () => {
  it('raises probabilities to 1/temperature', () => {
    const squares = BASE.map((probability) => probability ** 2);
    const total = squares.reduce((sum, square) => sum + square, 0);
    expectClose(
      drawing(0.5, 1),
      squares.map((square) => square / total),
    );
  });

  it('keeps the likeliest alone at temperature 0, and at temperatures next to it', () => {
    expect(drawing(0, 1)).toEqual([1, 0, 0, 0]);
    expect(drawing(1e-300, 1)).toEqual([1, 0, 0, 0]);
    expectClose(drawing(0.001, 1), [1, 0, 0, 0]);
  });

  it('keeps the smallest set of likeliest tokens that reaches top_p', () => {
    expectClose(drawing(1, 0.65), [0.4 / 0.7, 0.3 / 0.7, 0, 0]);
    expectClose(drawing(1, 0.75), [0.4 / 0.9, 0.3 / 0.9, 0.2 / 0.9, 0]);
    expectClose(drawing(1, 0), [1, 0, 0, 0]);
    expectClose(drawing(1, 1), BASE);
  });

  it('keeps the top_k likeliest tokens, before top_p', () => {
    expectClose(drawing(1, 1, 2), [0.4 / 0.7, 0.3 / 0.7, 0, 0]);
    expectClose(drawing(1, 1, 1), [1, 0, 0, 0]);
    expectClose(drawing(1, 1, 10), BASE);
    // Of the two that are left the first has 0.57, so it is enough for top_p 0.5.
    expectClose(drawing(1, 0.5, 2), [1, 0, 0, 0]);
  });

  it('drops what is less likely than min_p times the likeliest', () => {
    expectClose(drawing(1, 1, null, 0.5), [0.4 / 0.9, 0.3 / 0.9, 0.2 / 0.9, 0]);
    expectClose(drawing(1, 1, null, 0.76), [1, 0, 0, 0]);
    expectClose(drawing(1, 1, null, 1), [1, 0, 0, 0]);
    expectClose(drawing(1, 1, null, 3), [1, 0, 0, 0]);
  });

  it('cuts a long tail at the same token as a full sort would', () => {
    const random = seededRandom(11, 0, 0);
    const tail = Float64Array.from({ length: 2000 }, () => random() ** 12 + 1e-9);
    const total = tail.reduce((sum, value) => sum + value, 0);
    const spread = tail.map((value) => value / total);
    for (const topP of [0.1, 0.5, 0.9, 0.99, 0.9999]) {
      const out = new Float64Array(spread.length);
      drawingDistribution(spread, { temperature: 1, topP, topK: null, minP: 0 }, out);
      const order = [...spread.keys()].sort((a, b) => (spread[b] ?? 0) - (spread[a] ?? 0) || a - b);
      let mass = 0;
      const retained = order.filter((slot) => {
        if (mass >= topP) return false;
        mass += spread[slot] ?? 0;
        return true;
      });
      expect([...out.keys()].filter((slot) => (out[slot] ?? 0) > 0)).toEqual(retained.sort((a, b) => a - b));
    }
  });
});

describe('draw', () => {
  it('follows the distribution', () => {
    const random = seededRandom(5, 0, 0);
    const counts = [0, 0, 0, 0];
    const rounds = 40_000;
    for (let round = 0; round < rounds; round += 1) {
      const slot = draw(Float64Array.from(BASE), random());
      counts[slot] = (counts[slot] ?? 0) + 1;
    }
    counts.forEach((count, slot) => {
      expect(Math.abs(count / rounds - (BASE[slot] ?? 0))).toBeLessThan(0.01);
    });
  });

  it('never takes a slot of probability 0', () => {
    expect(draw(Float64Array.from([0, 1, 0]), 0)).toBe(1);
    expect(draw(Float64Array.from([0, 0.999_999, 0]), 0.999_999_9)).toBe(1);
  });
});

describe('ranking', () => {
  it('breaks ties by the lowest slot', () => {
    const even = Float64Array.from([0.1, 0.3, 0.3, 0.3]);
    expect(argmax(even)).toBe(1);
    expect(likeliest(even, 3)).toEqual([1, 2, 3]);
  });

  it('lists all there are when more are requested', () => {
    expect(likeliest(Float64Array.from([0, 1, 0]), 5)).toEqual([1, 0, 2]);
  });
});

describe('seededRandom', () => {
  it('repeats itself for the same seed and differs for another seed, prompt or sample', () => {
    const first = (...[seed, prompt, sample]: [number, number, number]) =>
      Array.from({ length: 4 }, seededRandom(seed, prompt, sample)).join();
    expect(first(42, 0, 0)).toBe(first(42, 0, 0));
    const all = [
      [42, 0, 0],
      [43, 0, 0],
      [-42, 0, 0],
      [42 + 2 ** 32, 0, 0],
      [42, 1, 0],
      [42, 0, 1],
    ] as const;
    expect(new Set(all.map(([seed, prompt, sample]) => first(seed, prompt, sample))).size).toBe(all.length);
  });
});

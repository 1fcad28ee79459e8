import { describe, expect, it } from 'vitest';
import type { Token } from '@/lib/protocol/run/run-events';
import { UNCUT, type WhatIfSettings, whatIf, whatIfMark } from './what-if';

const token = (text: string, top: Readonly<Record<string, number>>, logprob?: number | null): Token => ({
  text,
  logprob: logprob === undefined ? Math.log(top[text] ?? 1) : logprob,
  top: Object.entries(top).map(([other, chance]) => ({ text: other, logprob: Math.log(chance) })),
});
const FIVE = token('b', { a: 0.4, b: 0.25, c: 0.15, d: 0.05, e: 0.01 });
const rescaled = (changed: Partial<WhatIfSettings>, of: Token = FIVE) =>
  whatIf(of, UNCUT, { ...UNCUT, ...changed });
const chances = (changed: Partial<WhatIfSettings>, of: Token = FIVE) =>
  Object.fromEntries(rescaled(changed, of)?.entries.map((entry) => [entry.text, entry.after]) ?? []);
/** Calculated apart from the code: with plain powers of the probabilities. */
const power = (probabilities: readonly number[], temperature: number) => {
  const raised = probabilities.map((p) => p ** (1 / temperature));
  return raised.map((p) => p / raised.reduce((sum, one) => sum + one, 0));
};

describe('the scale', () => {
  it.each([0.5, 0.7, 1, 1.3, 2])(
    'equals p^(1/T), normalized over the shown tokens, at T = %d',
    (temperature) => {
      const expected = power([0.4, 0.25, 0.15, 0.05, 0.01], temperature);
      const found = Object.values(chances({ temperature }));
      for (const [at, chance] of expected.entries()) expect(found[at]).toBeCloseTo(chance, 12);
    },
  );

  it("has the run's own settings before, and says how much is shown", () => {
    const result = whatIf(FIVE, { ...UNCUT, temperature: 0.5 }, UNCUT);
    expect(result?.entries[0]?.before).toBeCloseTo(power([0.4, 0.25, 0.15, 0.05, 0.01], 0.5)[0] ?? 0, 12);
    expect(result?.entries[0]?.after).toBeCloseTo(0.4 / 0.86, 12);
    expect(result?.shown).toBeCloseTo(0.86, 12);
  });

  it('leaves only the likeliest at T = 0', () => {
    expect(chances({ temperature: 0 })).toEqual({ a: 1, b: 0, c: 0, d: 0, e: 0 });
    expect(rescaled({ temperature: 0 })?.possible).toBe(false);
  });

  it('takes the first of equals at T = 0, as the server listed them', () => {
    expect(chances({ temperature: 0 }, token('y', { x: 0.3, y: 0.3 }))).toEqual({ x: 1, y: 0 });
  });
});

describe('the cuts', () => {
  it('top_k keeps the likeliest', () => {
    expect(chances({ topK: 2 }).a).toBeCloseTo(0.4 / 0.65, 12);
    expect(chances({ topK: 2 }).b).toBeCloseTo(0.25 / 0.65, 12);
    expect(Object.values(chances({ topK: 2 })).slice(2)).toEqual([0, 0, 0]);
    expect(Object.values(chances({ topK: 1 }))).toEqual([1, 0, 0, 0, 0]);
    expect(chances({ topK: 50 })).toEqual(chances({}));
    // Servers take 0 and −1 as "no cut".
    expect(chances({ topK: 0 })).toEqual(chances({}));
  });

  it('top_p keeps the smallest set that reaches it, of the shown tokens', () => {
    // Over the shown ones: 0.465, 0.291, 0.174, 0.058, 0.012.
    expect(chances({ topP: 0.4 })).toEqual({ a: 1, b: 0, c: 0, d: 0, e: 0 });
    expect(Object.values(chances({ topP: 0.5 })).filter(Boolean)).toHaveLength(2);
    expect(Object.values(chances({ topP: 0.8 })).filter(Boolean)).toHaveLength(3);
    expect(chances({ topP: 0 })).toEqual({ a: 1, b: 0, c: 0, d: 0, e: 0 });
  });

  it('top_p ends exactly where it is reached', () => {
    expect(Object.values(chances({ topP: 0.5 }, token('a', { a: 0.5, b: 0.25, c: 0.25 })))).toEqual([
      1, 0, 0,
    ]);
    const tenth = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`t${at}`, 0.1]));
    expect(Object.values(chances({ topP: 0.9 }, token('t0', tenth))).filter(Boolean)).toHaveLength(9);
  });

  it('min_p keeps what has that share of the likeliest', () => {
    expect(Object.values(chances({ minP: 0.3 })).filter(Boolean)).toHaveLength(3);
    expect(Object.values(chances({ minP: 1 })).filter(Boolean)).toHaveLength(1);
  });

  it('cuts after the temperature: a low one lets top_p keep less', () => {
    const kept = (changed: Partial<WhatIfSettings>) => Object.values(chances(changed)).filter(Boolean).length;
    expect(kept({ topP: 0.85 })).toBe(3);
    expect(kept({ topP: 0.85, temperature: 0.5 })).toBe(2);
    expect(kept({ topP: 0.85, temperature: 2 })).toBe(4);
  });

  it('normalizes what is left', () => {
    for (const changed of [
      { topK: 3, topP: 0.7, minP: 0.2, temperature: 0.8 },
      { minP: 0.1 },
      { topP: 0.99 },
    ]) {
      const sum = Object.values(chances(changed)).reduce((total, chance) => total + chance, 0);
      expect(sum).toBeCloseTo(1, 12);
    }
  });
});

describe('odd tokens', () => {
  it('without a probability nothing is known', () => {
    expect(rescaled({}, token('a', {}, null))).toBeNull();
    expect(whatIfMark(token('a', {}, null), UNCUT, { ...UNCUT, topK: 1 })).toBeNull();
  });

  it('without alternatives the token is certain over what is shown, and is not marked', () => {
    const alone = token('a', {}, -1);
    expect(rescaled({ temperature: 0 }, alone)).toMatchObject({ possible: true, entries: [{ after: 1 }] });
    expect(whatIfMark(alone, UNCUT, { ...UNCUT, temperature: 0 })).toBeNull();
  });

  it('a chosen token outside the list is added to it, and the first that is cut', () => {
    const outside = token('z', { a: 0.6, b: 0.3 }, Math.log(0.001));
    expect(rescaled({}, outside)?.entries.map(({ text }) => text)).toEqual(['a', 'b', 'z']);
    expect(rescaled({ topK: 2 }, outside)?.possible).toBe(false);
    expect(rescaled({ topK: 3 }, outside)?.possible).toBe(true);
  });

  it('a list that is not in order is put in order', () => {
    expect(rescaled({ topK: 1 }, token('b', { b: 0.1, a: 0.6 }))?.entries[0]?.text).toBe('a');
  });

  it.each([Number.NEGATIVE_INFINITY, -9999, -800])('survives log probabilities of %d', (logprob) => {
    const rare: Token = {
      text: 'z',
      logprob,
      top: [
        { text: 'a', logprob: -0.1 },
        { text: 'z', logprob },
      ],
    };
    for (const temperature of [0, 0.01, 0.5, 2]) {
      const result = rescaled({ temperature }, rare);
      expect(result?.entries.map((entry) => entry.after).every((chance) => chance >= 0 && chance <= 1)).toBe(
        true,
      );
      expect(result?.entries[0]?.after).toBeCloseTo(1, 9);
    }
    // Too small for a number is not cut away.
    expect(whatIfMark(rare, UNCUT, { ...UNCUT, temperature: 0.5 })).toBeNull();
    expect(whatIfMark(rare, UNCUT, { ...UNCUT, temperature: 0 })).toBe('branch');
  });

  it('lists of nothing but −Infinity do not become NaN', () => {
    const none: Token = {
      text: 'a',
      logprob: Number.NEGATIVE_INFINITY,
      top: [{ text: 'a', logprob: Number.NEGATIVE_INFINITY }],
    };
    expect(rescaled({ temperature: 0.5 }, none)?.entries[0]?.after).toBe(1);
  });

  it('two tokens that are spelled alike stay two, and one is chosen', () => {
    const alike: Token = {
      text: 'a',
      logprob: Math.log(0.5),
      top: [
        { text: 'a', logprob: Math.log(0.5) },
        { text: 'a', logprob: Math.log(0.3) },
      ],
    };
    expect(rescaled({}, alike)?.entries.map(({ chosen }) => chosen)).toEqual([true, false]);
  });
});

describe('marks', () => {
  it('nothing is marked at the own settings', () => {
    const own = { ...UNCUT, topP: 0.3 };
    expect(whatIfMark(FIVE, own, own)).toBeNull();
  });

  it.each([
    [{ topK: 1 }, 'branch'],
    [{ topP: 0.3 }, 'branch'],
    [{ minP: 0.7 }, 'branch'],
    [{ temperature: 0 }, 'branch'],
    [{ temperature: 0.2 }, 'halved'],
    [{ temperature: 0.9 }, null],
    [{ topK: 2 }, null],
  ] as const)('%j marks the second of five as %s', (changed, mark) => {
    expect(whatIfMark(FIVE, UNCUT, { ...UNCUT, ...changed })).toBe(mark);
  });
});

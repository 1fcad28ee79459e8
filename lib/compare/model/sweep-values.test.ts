import { describe, expect, it } from 'vitest';
import { integer, seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { decimalPlaces, steppedValues } from './decimals';
import type { SweepParameter } from './plan';
import { parseAxisValues } from './sweep-values';
import { isEven, valuesBetween } from './values-between';

describe('values of an axis as they are typed', () => {
  it.each<[SweepParameter, string, unknown[]]>([
    ['temperature', '0, 0.5, 1', [0, 0.5, 1]],
    ['temperature', '0..2 step 0.5', [0, 0.5, 1, 1.5, 2]],
    ['temperature', '0 to 0.3 by 0.1', [0, 0.1, 0.2, 0.3]],
    ['temperature', '0-1/5', [0, 0.25, 0.5, 0.75, 1]],
    ['temperature', '1–0/3', [1, 0.5, 0]],
    ['temperature', '0.1..0.7 step 0.2', [0.1, 0.3, 0.5, 0.7]],
    ['temperature', '0..1 step 0.3', [0, 0.3, 0.6, 0.9]],
    ['temperature', '0..1', [0, 1]],
    ['temperature', '0.1..0.9', [0.1, 0.3, 0.5, 0.7, 0.9]],
    ['temperature', '0…2', [0, 1, 2]],
    ['temperature', '2..0 step 1', [2, 1, 0]],
    ['temperature', '.5; 1.\n1e-1', [0.5, 1, 0.1]],
    ['temperature', '0, 1, 1.0, 0.5..1 step 0.25', [0, 1, 0.5, 0.75]],
    ['frequency_penalty', '−2..2 step 2', [-2, 0, 2]],
    ['frequency_penalty', '-2--1/3', [-2, -1.5, -1]],
    ['frequency_penalty', '-1-1/3', [-1, 0, 1]],
    ['max_tokens', '16, 64, 256', [16, 64, 256]],
    ['seed', '1..5', [1, 2, 3, 4, 5]],
    ['seed', '9007199254740989..9007199254740991', [9007199254740989, 9007199254740990, 9007199254740991]],
    ['n', '1-3/7', [1, 2, 3]],
    ['temperature', '0,1,2', [0, 1, 2]],
    ['temperature', '0,0.5,1', [0, 0.5, 1]],
    ['temperature', '0,5; 1,5', [0.5, 1.5]],
    ['temperature', '0,5\n1,5', [0.5, 1.5]],
    ['temperature', '0, 0,5, 1', [0, 0.5, 1]],
    ['temperature', '0,2..0,8 step 0,3', [0.2, 0.5, 0.8]],
    ['temperature', '0,0..1,5/4', [0, 0.5, 1, 1.5]],
    ['temperature', '٠٫٥، ١', [0.5, 1]],
    ['temperature', '０．５，１', [0.5, 1]],
    ['temperature', '0, 0.5、1', [0, 0.5, 1]],
    ['frequency_penalty', '–1,5; 1,5', [-1.5, 1.5]],
    ['max_tokens', '1,000, 2,000', [1000, 2000]],
    ['max_tokens', '1.000; 2.000', [1000, 2000]],
    ['max_tokens', '1 000, 2 000', [1000, 2000]],
    ['max_tokens', '1,000..3,000 step 1,000', [1000, 2000, 3000]],
    ['max_tokens', '16,64,256', [16, 64, 256]],
    ['max_tokens', '100,200', [100, 200]],
    ['max_tokens', '१,००,०००; १६', [100000, 16]],
    ['echo', 'on, off', [true, false]],
    ['echo', 'true false', [true, false]],
    ['stop', '\\n, END', [['\n'], ['END']]],
    ['stop', '["\\n", "END"], "a, b"', [['\n', 'END'], ['a, b']]],
    ['suffix', 'one\ntwo, three', ['one', 'two', 'three']],
    ['suffix', '" spaced ", "say \\"hi\\"", ""', [' spaced ', 'say "hi"', '']],
    ['logit_bias', '{"50256": -100}, {}', [{ 50256: -100 }, {}]],
  ])('%s: %j', (parameter, typed, values) => {
    expect(parseAxisValues(parameter, typed)).toEqual({ ok: true, values });
  });

  it.each<[SweepParameter, string, RegExp]>([
    ['temperature', '', /Enter values/],
    ['temperature', '1', /at least 2/],
    ['temperature', '1, 1.0', /at least 2 different/],
    ['temperature', '0, warm', /“warm” isn't a number/],
    ['n', '1, 2000', /at most 1024/],
    ['temperature', '0, 0,1', /“0,1” could mean 0\.1 or the values 0, 1/],
    ['max_tokens', '1,000', /at least 2/],
    ['max_tokens', '64, 128,256', /could mean 128256 or the values 128, 256/],
    ['seed', '1,000,2,000', /isn't a number|isn't a value/],
    ['temperature', '0, 50%', /“50%” isn't a number/],
    ['temperature', '0..2 step 0.1', /more than 7/],
    ['temperature', '0..1 step 0', /can't be 0/],
    ['temperature', '0-1/9', /At most 7/],
    ['temperature', '0,.1,.2,.3,.4,.5,.6,.7', /At most 7/],
    ['max_tokens', '1, 2.5', /whole number/],
    ['max_tokens', '0..1000000 step 0.000001', /more than 7/],
    ['n', '0, 1', /at least 1/],
    ['echo', 'on, maybe', /“maybe”/],
    ['stop', '"a, b', /isn't closed/],
    ['stop', '["a", b]', /isn't closed/],
    ['stop', '"", x', /can't be empty/],
    ['stop_token_ids', '[1], ["x"]', /token IDs/],
    ['json_schema', '{}, [1', /JSON objects/],
    ['extra_body', '{}, {"": 1}', /need names/],
    ['logit_bias', '{"cat": 1}, {}', /token IDs/],
    ['logit_bias', 'cat', /objects of token IDs/],
  ])('%s refuses %j', (parameter, typed, message) => {
    const read = parseAxisValues(parameter, typed);
    expect(read.ok ? '' : read.message).toMatch(message);
  });
});

describe('steps', () => {
  it('are exact decimals', () => {
    expect(steppedValues(0, 0.6, 0.1, 7)).toEqual([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
    expect(steppedValues(1.1, 1.4, 0.1, 7)).toEqual([1.1, 1.2, 1.3, 1.4]);
    expect(steppedValues(-0.2, 0.2, 0.1, 7)).toEqual([-0.2, -0.1, 0, 0.1, 0.2]);
    expect([1e-7, 0.25, 3, 1.5e3, 1e21].map(decimalPlaces)).toEqual([7, 2, 0, 0, 0]);
    const random = seededRandom(41);
    for (let round = 0; round < 1_000; round += 1) {
      const places = integer(random, 0, 6);
      const [from, step, count] = [
        integer(random, -500, 500),
        integer(random, 1, 300),
        integer(random, 1, 6),
      ];
      const exact = (value: number) => Number(`${value}e-${places}`);
      const values = steppedValues(exact(from), exact(from + step * count), exact(step), 7);
      expect(values).toEqual(Array.from({ length: count + 1 }, (_, at) => exact(from + step * at) + 0));
    }
  });
});

describe('painted values', () => {
  it('are evenly spaced, legal and short', () => {
    expect(valuesBetween('temperature', 0.2, 1.4, 4)).toEqual([0.2, 0.6, 1, 1.4]);
    expect(valuesBetween('temperature', 1.4, 0.2, 4)).toEqual([0.2, 0.6, 1, 1.4]);
    expect(valuesBetween('temperature', -1, 9, 3)).toEqual([0, 1, 2]);
    expect(valuesBetween('temperature', 0, 1, 7)).toEqual([0, 0.17, 0.33, 0.5, 0.67, 0.83, 1]);
    expect(valuesBetween('max_tokens', 10, 12, 7)).toEqual([10, 11, 12]);
    expect(valuesBetween('top_p', 0.5, 0.5, 3)).toEqual([0.5]);
    expect(valuesBetween('echo', 0, 1, 2)).toEqual([]);
    const random = seededRandom(43);
    for (let round = 0; round < 1_000; round += 1) {
      const name =
        (['temperature', 'top_p', 'frequency_penalty', 'n', 'max_tokens'] as const)[integer(random, 0, 4)] ??
        'n';
      const { min, max } = PARAMETERS[name];
      const someValue = () => min + (max - min) * (random() * 1.2 - 0.1);
      const values = valuesBetween(name, someValue(), someValue(), integer(random, 2, 7));
      expect([...values].sort((a, b) => a - b)).toEqual(values);
      expect(new Set(values).size).toBe(values.length);
      for (const value of values) {
        expect(value).toBeGreaterThanOrEqual(min);
        expect(value).toBeLessThanOrEqual(max);
        expect(decimalPlaces(value)).toBeLessThanOrEqual(2);
      }
    }
  });
});

describe('even values', () => {
  it.each([
    [[0, 0.5, 1]],
    [[1, 0.5, 0]],
    [[0.1, 0.2, 0.3]],
    [[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]],
    [[0.3, 0.65, 1]],
    [[0, 0.33, 0.67, 1]],
    [[0, 0.333, 0.667, 1]],
    [[0.1 + 0.2, 0.6, 0.9]],
    [[0, 2]],
  ])('%j are', (values) => {
    expect(isEven('temperature', values)).toBe(true);
  });

  it.each([
    [[0.3, 0.6, 1]],
    [[0.3, 0.64, 1]],
    [[0, 0.1, 1]],
    [[0, 0.51, 0.99]],
    [[0.1, 0.2, 0.4]],
    [[0, 0.4, 0.7, 1]],
    [[0, 0.5, 1, 2]],
    [[0.7]],
    [[]],
  ])('%j are not', (values) => {
    expect(isEven('temperature', values)).toBe(false);
  });

  it('what is spread between any two ends is even', () => {
    for (let from = 0; from <= 2; from += 0.17) {
      for (let to = from + 0.2; to <= 2; to += 0.23) {
        for (let count = 2; count <= 7; count += 1) {
          const values = valuesBetween('temperature', from, to, count);
          expect(isEven('temperature', values), values.join(', ')).toBe(true);
        }
      }
    }
  });
});

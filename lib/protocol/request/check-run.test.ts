import { expect, it } from 'vitest';
import { randomRequest } from '../fixtures/random-request';
import { integer, oneOf, seededRandom } from '../fixtures/seeded-random';
import { checkRun } from './check-run';
import { PARAMETERS } from './parameters';
import type { BuiltRun } from './settings';
import { validateRun } from './validate-run';

/** Values at, within and beyond every bound, and of every wrong type. */
const ODD: readonly [unknown, ...unknown[]] = [
  undefined,
  ...[
    '🧵'.repeat(299),
    '🧵'.repeat(301),
    '🧵'.repeat(501),
    [1, 2, 3, 4, 5],
    ['', 1, '', '', ''],
    Array(65).fill(1),
  ],
  ...[
    0,
    -0,
    1,
    2,
    3,
    5,
    20,
    21,
    64,
    128,
    129,
    -1,
    -2,
    -100,
    -101,
    100,
    101,
    0.5,
    1.5,
    2.01,
    1e6,
    1e6 + 1,
    1e300,
  ],
  ...[2 ** 53, -(2 ** 53), 2 ** 53 - 1, 5.5e6, -7.5, Number.NaN, Number.POSITIVE_INFINITY],
  ...['', ' ', 'm', ' m ', 'x'.repeat(300), 'x'.repeat(301), 'x'.repeat(501), true, false, null],
  ...[[], [''], ['a'], ['a', ''], ['a', 1], Array(4).fill('s'), Array(5).fill('s'), Array(64).fill('p')],
  ...[
    Array(65).fill('p'),
    Array(65).fill(''),
    {},
    { '1': 1 },
    { x: 1 },
    { '1': 101 },
    { '1': 'a' },
    { '1': 1, x: 101 },
  ],
  ...[{ x: 101, '1': 101 }, { '12345678901': 1 }, { include_usage: true }, { include_usage: 1 }],
  Object.fromEntries(Array.from({ length: 300 }, (_, id) => [id, 1])),
  Object.fromEntries(Array.from({ length: 301 }, (_, id) => [id, 1])),
];

const FIELDS = ['model', 'prompt', ...Object.keys(PARAMETERS)].filter((name) => name !== 'retries');

function oddRun(random: () => number): BuiltRun {
  const { request, retries } = randomRequest(random);
  const fields: Record<string, unknown> = { ...request };
  for (let left = integer(random, 0, 3); left > 0; left -= 1) {
    fields[oneOf(random, FIELDS as [string, ...string[]])] = oneOf(random, ODD);
  }
  const wrong: Record<string, unknown> = { ...PARAMETERS.retries.initial };
  if (random() < 0.3)
    wrong[oneOf(random, ['strategy', 'backoff', 'retryConnectionErrors'])] = oneOf(random, ODD);
  else {
    const name = oneOf(random, ['initialInterval', 'maxInterval', 'exponent', 'maxElapsedTime']);
    wrong.backoff = { ...PARAMETERS.retries.initial.backoff, [name]: oneOf(random, ODD) };
  }
  const withRetries = random() < 0.3 ? { retries: wrong } : retries ? { retries } : {};
  return { request: fields, ...withRetries } as unknown as BuiltRun;
}

it('finds in any run just what the schemas find, in the same words and order', () => {
  const random = seededRandom(18);
  let refused = 0;
  for (let turn = 0; turn < 4_000; turn += 1) {
    const run = oddRun(random);
    const found = checkRun(run);
    expect(found, JSON.stringify(run)).toEqual(validateRun(run));
    if (!found.ok) refused += 1;
  }
  // Neither all nor nothing was refused: both answers were compared.
  expect(refused).toBeGreaterThan(800);
  expect(refused).toBeLessThan(3_200);
});

it('finds each field wrong that has a wrong value alone', () => {
  for (const name of FIELDS) {
    for (const value of ODD) {
      const run = { request: { model: 'm', prompt: 'p', [name]: value } } as unknown as BuiltRun;
      expect(checkRun(run), `${name}: ${JSON.stringify(value)}`).toEqual(validateRun(run));
    }
  }
});

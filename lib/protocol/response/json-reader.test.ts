import { describe, expect, it } from 'vitest';
import { integer, nastyText, oneOf, seededRandom } from '../fixtures/seeded-random';
import { createJsonReader } from './json-reader';

const BOUNDS = { depth: 8, containers: 1_000 };

/** Reads a text in chunks of that length. */
function read(text: string, length = text.length) {
  const reader = createJsonReader(BOUNDS);
  let fault: ReturnType<typeof reader.push> = null;
  for (let at = 0; at < text.length; at += length) fault = reader.push(text.slice(at, at + length));
  return { fault, ...reader.finish() };
}

function randomValue(random: () => number, depth = 4): unknown {
  const kind = integer(random, 0, depth === 0 ? 4 : 7);
  if (kind === 0) return oneOf(random, [null, true, false]);
  if (kind === 1) return integer(random, -1000, 1000);
  if (kind === 2) return random() * 10 ** integer(random, -20, 20);
  if (kind <= 4) return nastyText(random, 12);
  const length = integer(random, 0, 4);
  if (kind === 5) return Array.from({ length }, () => randomValue(random, depth - 1));
  return Object.fromEntries(
    Array.from({ length }, () => [nastyText(random, 6), randomValue(random, depth - 1)]),
  );
}

describe('reading JSON while it comes', () => {
  it('reads what JSON.parse reads, however it is cut', () => {
    const random = seededRandom(31);
    for (let round = 0; round < 1_000; round += 1) {
      const text = JSON.stringify(randomValue(random), null, oneOf(random, [0, 1, '\t']));
      const { value, isWhole, fault } = read(text, integer(random, 1, 9));
      expect(fault, text).toBeNull();
      expect(isWhole, text).toBe(true);
      expect(value, text).toEqual(JSON.parse(text));
    }
  });

  it.each([
    '{"a" 1}',
    '{"a":1,}',
    '[1,]',
    '[1 2]',
    '{a:1}',
    '[01]',
    '[1.]',
    '[tru]',
    '[}',
    '{]',
    '{"a":1}}',
    '[1] 2',
    '["\n"]',
    '["\\x"]',
    '[:]',
    '{,}',
    '{1:2}',
    "['a']",
  ])('refuses what JSON.parse refuses: %j', (text) => {
    expect(() => JSON.parse(text)).toThrow();
    for (const length of [1, 2, text.length]) expect(read(text, length).fault).toBe('not_json');
  });

  it("reads Python's numbers outside of strings", () => {
    expect(read('{"a":NaN,"b":[-Infinity,Infinity],"NaN":"NaN"}', 3).value).toEqual({
      a: null,
      b: [Number.NEGATIVE_INFINITY, null],
      NaN: 'NaN',
    });
  });

  it('keeps a member called __proto__ as a member', () => {
    const { value } = read('{"__proto__":{"x":1}}');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.hasOwn(value as object, '__proto__')).toBe(true);
  });

  it.each([
    ['{"a":"whole","b":"hal', { a: 'whole', b: 'hal' }],
    ['{"a":"x\\', { a: 'x' }],
    ['{"a":"x\\u00', { a: 'x' }],
    ['{"a":"x\\\\', { a: 'x\\' }],
    ['{"a":[{"t":"x"},{"t', { a: [{ t: 'x' }, {}] }],
    ['{"a":1,"b":tru', { a: 1 }],
    ['{"a":1,"b":', { a: 1 }],
    ['{"a":[1,2', { a: [1, 2] }],
    ['"hal', 'hal'],
  ])('makes the best of what was cut: %j', (text, expected) => {
    for (const length of [1, text.length]) {
      const { value, isWhole, fault } = read(text, length);
      expect(value).toEqual(expected);
      expect(isWhole).toBe(false);
      expect(fault).toBeNull();
    }
  });

  it('reads no further than its bounds', () => {
    expect(read('['.repeat(8)).fault).toBeNull();
    expect(read('['.repeat(9)).fault).toBe('too_deep');
    expect(read('{"a":'.repeat(9), 1).fault).toBe('too_deep');
    expect(read(`[${'[],'.repeat(998)}[]]`).fault).toBeNull();
    expect(read(`[${'[],'.repeat(999)}[]]`, 7).fault).toBe('too_many');
    // Brackets within a text are none.
    expect(read(`["${'['.repeat(5_000)}"]`).fault).toBeNull();
  });
});

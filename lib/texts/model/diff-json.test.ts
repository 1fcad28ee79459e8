import { describe, expect, it } from 'vitest';
import { integer, nastyText, oneOf, seededRandom } from '@/lib/protocol/fixtures/seeded-random';
import { sameValue } from '@/lib/protocol/request/settings';
import { diffJson, formatJsonPath, type JsonDifference } from './diff-json';

function differences(reference: string, other: string): readonly JsonDifference[] {
  const found = diffJson(reference, other);
  if (!found.ok) throw new Error(found.message);
  return found.differences;
}

const short = (reference: unknown, other: unknown) =>
  differences(JSON.stringify(reference), JSON.stringify(other)).map(
    ({ kind, path, before, after }) => `${kind} ${formatJsonPath(path)}: ${before} → ${after}`,
  );

function randomJson(random: () => number, depth = 3): unknown {
  const kind = integer(random, 0, depth === 0 ? 4 : 7);
  switch (kind) {
    case 0:
      return null;
    case 1:
      return random() < 0.5;
    case 2:
      return integer(random, -5, 5) / oneOf(random, [1, 2, 1000]);
    case 3:
      return nastyText(random, 3);
    case 4:
      return oneOf(random, ['a', 'b', 'c']);
    case 5:
    case 6:
      return Array.from({ length: integer(random, 0, 4) }, () => randomJson(random, depth - 1));
    default:
      return Object.fromEntries(
        Array.from({ length: integer(random, 0, 4) }, () => [
          random() < 0.8 ? oneOf(random, ['id', 'name', 'x', 'y']) : nastyText(random, 2),
          randomJson(random, depth - 1),
        ]),
      );
  }
}

describe('a difference in structure', () => {
  it('says what was added, removed and changed, and where', () => {
    const before = { name: 'Ada', age: 36, tags: ['a', 'b'], gone: true };
    const after = { age: 37, name: 'Ada', tags: ['a', 'b', 'c'], 'odd key': null };
    expect(short(before, after)).toEqual([
      'changed age: 36 → 37',
      'added tags[2]: null → "c"',
      'added ["odd key"]: null → null',
      'removed gone: true → null',
    ]);
  });

  it('does not count the order of keys, white space and the spelling of numbers', () => {
    expect(differences('{"a":1,"b":[2.50,1e2]}', ' {\n"b": [2.5, 100.0], "a": 10e-1}\n')).toEqual([]);
    expect(differences('[0]', '[-0.0]')).toEqual([]);
    expect(differences('"\\u0041"', '"A"')).toEqual([]);
  });

  it('distinguishes numbers that a double cannot', () => {
    expect(differences('[12345678901234567890]', '[12345678901234567891]')).toHaveLength(1);
    expect(differences('[0.1]', '[0.1000000000000000055]')).toHaveLength(1);
  });

  it('follows an item that moved, and one that goes by a name', () => {
    expect(short([{ v: 1 }, 'x', 'y'], ['x', 'y', { v: 1 }])).toEqual(['moved [2]: {"v":1} → {"v":1}']);
    const before = [
      { id: 1, v: 'a' },
      { id: 2, v: 'b' },
      { id: 3, v: 'c' },
    ];
    const after = [
      { id: 3, v: 'C' },
      { id: 4, v: 'd' },
      { id: 2, v: 'b' },
    ];
    expect(short(before, after)).toContain('changed [0].v: "c" → "C"');
    expect(short(before, after)).toContain('added [1]: null → {"id":4,"v":"d"}');
    expect(short(before, after)).toContain('removed [0]: {"id":1,"v":"a"} → null');
  });

  it('takes a change of kind as a change', () => {
    expect(short({ a: [1] }, { a: { 0: 1 } })).toEqual(['changed a: [1] → {"0":1}']);
    expect(short([], {})).toEqual(['changed : [] → {}']);
  });

  it('reads what stands in a fence', () => {
    const [found] = differences('```json\n{"a": 1}\n```\n', '{"a": 2}');
    expect(found).toMatchObject({ kind: 'changed', before: '1', after: '2' });
    expect('```json\n{"a": 1}\n```\n'.slice(found?.referenceRange?.start, found?.referenceRange?.end)).toBe(
      '"a": 1',
    );
  });

  it('is none exactly where the values are equal, and its ranges hold what it names', () => {
    const random = seededRandom(17);
    let equal = 0;
    for (let round = 0; round < 2_000; round += 1) {
      const before = randomJson(random);
      const after = random() < 0.2 ? structuredClone(before) : randomJson(random);
      const [reference, other] = [JSON.stringify(before, null, integer(random, 0, 2)), JSON.stringify(after)];
      const found = differences(reference, other);
      // −0 is written as 0 by JSON.stringify, so values are compared as they were written.
      const same = sameValue(JSON.parse(reference), JSON.parse(other));
      if (same) equal += 1;
      expect(found.length === 0, `${reference} ${other}`).toBe(same);
      for (const { kind, before: was, after: is, referenceRange, otherRange, path } of found) {
        expect(was === null).toBe(kind === 'added');
        expect(is === null).toBe(kind === 'removed');
        if (was !== null)
          expect(reference.slice(referenceRange?.start, referenceRange?.end).endsWith(was)).toBe(true);
        if (is === null) continue;
        expect(other.slice(otherRange?.start, otherRange?.end).endsWith(is)).toBe(true);
        const value = path.reduce<unknown>(
          (inside, step) => (inside as Record<string | number, unknown>)[step],
          JSON.parse(other),
        );
        expect(sameValue(value, JSON.parse(is)), `${formatJsonPath(path)} ${is}`).toBe(true);
      }
      for (const side of ['referenceRange', 'otherRange'] as const) {
        let at = 0;
        const ranges = found.flatMap((difference) => difference[side] ?? []);
        for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
      }
    }
    expect(equal).toBeGreaterThan(300);
  });
});

describe('what is no JSON', () => {
  it.each([
    ['{"a": 1', '{"a": 2}', 'reference', 'cut-off', 'The reference ends in the middle of its JSON.'],
    ['{"a": 1}', '{"a": "unfin', 'other', 'cut-off', 'This output ends in the middle of its JSON.'],
    ['{"a": 1}', '{"a": tr', 'other', 'cut-off', 'This output ends in the middle of its JSON.'],
    ['{"a": 1}', '{"a": "\\u12', 'other', 'cut-off', 'This output ends in the middle of its JSON.'],
    ['{"a": 1}', '{a: 1}', 'other', 'not-json', "This output isn't JSON."],
    ['{"a": 1}', '{"a": 1} and so on', 'other', 'not-json', "This output isn't JSON."],
    ['{"a": 1}', '{"a": 01}', 'other', 'not-json', "This output isn't JSON."],
    ['', ' ', 'both', 'empty', 'Neither output can be compared by structure.'],
    [
      '['.repeat(100_000),
      '[]',
      'reference',
      'too-deep',
      'The reference is nested too deeply to compare by structure.',
    ],
  ])('says why: %.20j against %j', (reference, other, side, reason, message) => {
    expect(diffJson(reference, other)).toEqual({ ok: false, side, reason, message });
  });

  it('is judged as JSON.parse does, cut anywhere', () => {
    const random = seededRandom(19);
    for (let round = 0; round < 300; round += 1) {
      const whole = JSON.stringify(randomJson(random), null, 1);
      for (let cut = 0; cut <= whole.length; cut += 1) {
        const chunk = whole.slice(0, cut);
        let parses = true;
        try {
          JSON.parse(chunk);
        } catch {
          parses = false;
        }
        const found = diffJson(chunk, chunk);
        expect(found.ok, chunk).toBe(parses);
        if (!found.ok) expect(['cut-off', 'empty'], chunk).toContain(found.reason);
      }
    }
  });
});

it('a long list of objects is compared item by item', () => {
  const items = Array.from({ length: 4_000 }, (_, id) => ({ id, name: `item ${id}`, tags: ['a', 'b'] }));
  const changed = items.map((item) => (item.id % 100 === 7 ? { ...item, name: 'other' } : item));
  const found = differences(JSON.stringify(items), JSON.stringify(changed));
  expect(found).toHaveLength(40);
  expect(found.map(({ path }) => formatJsonPath(path))[0]).toBe('[7].name');
});

it('a list whose every item changed is paired by its names', () => {
  const items = Array.from({ length: 3_000 }, (_, id) => ({ id, name: `item ${id}` }));
  const changed = items.map((item) => ({ ...item, name: 'other' }));
  expect(differences(JSON.stringify(items), JSON.stringify(changed))).toHaveLength(3_000);
});

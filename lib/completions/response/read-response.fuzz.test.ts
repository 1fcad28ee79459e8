import { expect, it } from 'vitest';
import { FIXTURES } from '@/lib/completions/fixtures/all-fixtures';
import type { ResponseFixture } from '@/lib/completions/fixtures/fixture';
import { bodyBytes, cutAt, type LineEnd, readPieces } from '@/lib/completions/fixtures/read-fixture';
import { integer, oneOf, seededRandom } from '@/lib/completions/fixtures/seeded-random';
import { createRunEventReader } from '@/lib/completions/run/run-event-reader';
import { runErrorSchema } from '@/lib/completions/run/run-events';

const ROUNDS = 2000;

function places(random: () => number, length: number): number[] {
  return Array.from({ length: integer(random, 1, 12) }, () => integer(random, 0, length)).sort(
    (a, b) => a - b,
  );
}

function fixtureOf(random: () => number): ResponseFixture {
  const fixture = FIXTURES[integer(random, 0, FIXTURES.length - 1)];
  if (!fixture) throw new Error('a fixture');
  return fixture;
}

it('reads the same from 2,000 answers cut at random places', () => {
  const random = seededRandom(20260101);
  const references = new Map<string, string>();
  for (let round = 0; round < ROUNDS; round += 1) {
    const fixture = fixtureOf(random);
    const lineEnd = oneOf<LineEnd>(random, ['LF', 'CRLF', 'CR']);
    const bytes = bodyBytes(fixture, lineEnd);
    const key = `${fixture.name} ${lineEnd}`;
    const whole =
      references.get(key) ?? JSON.stringify(Object.values(readPieces(fixture, [bytes])).slice(0, 2));
    references.set(key, whole);
    const cut = readPieces(fixture, cutAt(bytes, places(random, bytes.length)));
    expect(JSON.stringify(Object.values(cut).slice(0, 2)), key).toBe(whole);
  }
});

it('ends in a state of its own, and never throws, on 2,000 answers with damaged bytes', () => {
  const random = seededRandom(7);
  for (let round = 0; round < ROUNDS; round += 1) {
    const fixture = fixtureOf(random);
    const bytes = Uint8Array.from(bodyBytes(fixture));
    for (let damage = integer(random, 1, 6); damage > 0 && bytes.length > 0; damage -= 1) {
      bytes[integer(random, 0, bytes.length - 1)] = oneOf(random, [
        0,
        10,
        13,
        34,
        44,
        58,
        92,
        123,
        125,
        255,
        integer(random, 0, 255),
      ]);
    }
    const { end, state } = readPieces(fixture, cutAt(bytes, places(random, bytes.length)));
    expect(['complete', 'truncated', 'failed']).toContain(end.status);
    if (end.status === 'failed') runErrorSchema.parse(end.error);
    expect(() => JSON.stringify(state)).not.toThrow();
    createRunEventReader().push(bytes);
  }
});

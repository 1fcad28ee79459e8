import { expect, it } from 'vitest';
import { fuzzStreams, randomFixture, randomPlaces } from '../fixtures/fuzz-streams';
import { bodyBytes, cutAt, readChunks } from '../fixtures/read-fixture';
import { integer, oneOf, seededRandom } from '../fixtures/seeded-random';
import { createRunEventReader } from '../run/run-event-reader';
import { runErrorSchema } from '../run/run-events';

const ROUNDS = 2000;

it('reads the same from 2,000 answers cut at random offsets', () => {
  for (const { name, whole, cut } of fuzzStreams(ROUNDS, 20260101)) expect(cut, name).toBe(whole);
});

it('ends in a state of its own, and never throws, on 2,000 answers with damaged bytes', () => {
  const random = seededRandom(7);
  for (let round = 0; round < ROUNDS; round += 1) {
    const fixture = randomFixture(random);
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
    const { end, state } = readChunks(fixture, cutAt(bytes, randomPlaces(random, bytes.length)));
    expect(['complete', 'truncated', 'failed']).toContain(end.status);
    if (end.status === 'failed') runErrorSchema.parse(end.error);
    expect(() => JSON.stringify(state)).not.toThrow();
    createRunEventReader().push(bytes);
  }
});

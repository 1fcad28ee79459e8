import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { fuzzStreams } from '@/lib/protocol/fixtures/fuzz-streams';
import { COUNTS, note, PATIENCE_MS } from './counts';

setFlagsFromString('--expose-gc');
const collect: () => void = runInNewContext('gc');

function heapMb(): number {
  collect();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

it(
  'reads the same text from streams cut anywhere, with flat memory',
  () => {
    const differing: string[] = [];
    let count = 0;
    let early = 0;
    for (const { name, whole, cut } of fuzzStreams(COUNTS.streams, 3)) {
      if (cut !== whole) differing.push(name);
      count += 1;
      if (count === COUNTS.streams / 10) early = heapMb();
    }
    const late = heapMb();
    expect(differing).toEqual([]);
    expect(count).toBe(COUNTS.streams);
    // All objects that last are there after a tenth of the streams; a leak per stream would be many times
    // this.
    expect(late - early).toBeLessThan(16);
    note(
      'streams, cut at random places, three line ends',
      'none',
      `${count.toLocaleString('en')} read, 0 differ; heap ${early.toFixed(1)} MB after a tenth, ${late.toFixed(1)} MB at the end`,
    );
  },
  PATIENCE_MS,
);

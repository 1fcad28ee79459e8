import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** The whole campaign (`npm run campaign`), or the short version of it that is part of `npm test`. */
const isWhole = process.env.CAMPAIGN === 'whole';

/** How often each thing is done. The whole counts are the project's own targets. */
export const COUNTS = isWhole
  ? { streams: 100_000, faults: 500, aborts: 1_000, doubleSubmits: 1_000, writers: 200, writeMs: 60_000 }
  : { streams: 1_000, faults: 12, aborts: 24, doubleSubmits: 24, writers: 20, writeMs: 500 };

/** The timeout of a test in milliseconds. */
export const PATIENCE_MS = isWhole ? 15 * 60_000 : 170_000;

export const FINDINGS = path.join(import.meta.dirname, '..', '..', '.cache', 'campaign.jsonl');

/** Notes a result for bench/CAMPAIGN.md; the short version writes nothing. */
export function note(what: string, database: string, seen: string): void {
  if (!isWhole) return;
  mkdirSync(path.dirname(FINDINGS), { recursive: true });
  appendFileSync(FINDINGS, `${JSON.stringify({ what, database, seen })}\n`);
}

/** Does it `count` times, at most `atOnce` at the same time. */
export async function times(
  count: number,
  atOnce: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

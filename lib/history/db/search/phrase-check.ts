import { groupsBySize } from '@/lib/history/db/groups-by-size';
import type { RunCheck } from './checked-page';
import { yieldAfter } from './long-texts';
import { uncertainPatterns } from './look-up';
import type { RunQuery } from './run-query';
import { readTexts, textSizes } from './run-texts';

/** Bytes of texts that are read in one step, unless one run has more: SQLite does nothing else meanwhile. */
const BYTES_AT_ONCE = 150_000;
/** What a run costs besides its texts, so that no more than 50 are read together. */
const BYTES_OF_RUN = BYTES_AT_ONCE / 50;

/**
 * Checks phrases in the texts, since no index knows the order of words. Null when there is nothing to check.
 */
export function phraseCheck({ search }: RunQuery): RunCheck | null {
  const patterns = uncertainPatterns(search?.terms ?? []);
  if (patterns === null) return null;
  return async (positions) => {
    const held = new Set<number>();
    const sizes = await textSizes(positions);
    const sizeOf = (position: number) => BYTES_OF_RUN + (sizes.get(position) ?? 0);
    for (const some of groupsBySize(positions, sizeOf, BYTES_AT_ONCE)) {
      for (const texts of await readTexts(some)) {
        // Joined, because a completion continues where its prompt ends.
        const text = `${texts.title}\n${texts.note}\n${texts.prompt}\n${texts.output}`;
        if (patterns.every((pattern) => pattern.test(text))) held.add(texts.position);
        await yieldAfter(text.length);
      }
    }
    return held;
  };
}

import type { RunCheck } from './checked-page';
import { yieldAfter } from './long-texts';
import { uncertainPatterns } from './look-up';
import type { RunQuery } from './run-query';
import { readTexts } from './run-texts';

/** Texts can be long, and SQLite reads them in one step. */
const READ_AT_ONCE = 10;

/**
 * Checks phrases in the texts, since no index knows the order of words. Null when there is nothing to check.
 */
export function phraseCheck({ search }: RunQuery): RunCheck | null {
  const patterns = uncertainPatterns(search?.terms ?? []);
  if (patterns === null) return null;
  return async (positions) => {
    const held = new Set<number>();
    for (let at = 0; at < positions.length; at += READ_AT_ONCE) {
      for (const texts of await readTexts(positions.slice(at, at + READ_AT_ONCE))) {
        // Joined, because a completion continues where its prompt ends.
        const text = `${texts.title}\n${texts.note}\n${texts.prompt}\n${texts.output}`;
        if (patterns.every((pattern) => pattern.test(text))) held.add(texts.position);
        await yieldAfter(text.length);
      }
    }
    return held;
  };
}

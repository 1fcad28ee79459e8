import type { RunCheck } from './checked-page';
import { yieldAfter } from './long-texts';
import { uncertainPatterns } from './look-up';
import type { RunQuery } from './run-query';
import { readTexts } from './run-texts';

/** Texts can be long, and SQLite reads them in one step; each step costs as much as some short ones. */
const READ_AT_ONCE = { first: 10, most: 50, characters: 150_000 } as const;

/**
 * Checks phrases in the texts, since no index knows the order of words. Null when there is nothing to check.
 */
export function phraseCheck({ search }: RunQuery): RunCheck | null {
  const patterns = uncertainPatterns(search?.terms ?? []);
  if (patterns === null) return null;
  return async (positions) => {
    const held = new Set<number>();
    let portion: number = READ_AT_ONCE.first;
    for (let at = 0; at < positions.length; ) {
      const some = positions.slice(at, at + portion);
      let characters = 0;
      for (const texts of await readTexts(some)) {
        // Joined, because a completion continues where its prompt ends.
        const text = `${texts.title}\n${texts.note}\n${texts.prompt}\n${texts.output}`;
        if (patterns.every((pattern) => pattern.test(text))) held.add(texts.position);
        characters += text.length;
        await yieldAfter(text.length);
      }
      at += some.length;
      // As many as may be read in one step if they are as long as these.
      const fitting = Math.floor((READ_AT_ONCE.characters * some.length) / Math.max(1, characters));
      portion = Math.min(READ_AT_ONCE.most, Math.max(READ_AT_ONCE.first, fitting));
    }
    return held;
  };
}

import type { RunCheck } from './checked-page';
import { yieldAfter } from './long-texts';
import { uncertainPatterns } from './look-up';
import type { RunQuery } from './run-query';
import { readTexts } from './run-texts';

/** Texts can be long, and SQLite reads them in one go. */
const READ_AT_ONCE = 10;

/** Looks phrases up in the texts, since no index knows where words stand. Null when there is none to look up. */
export function phraseCheck({ search }: RunQuery): RunCheck | null {
  const patterns = uncertainPatterns(search?.terms ?? []);
  if (patterns === null) return null;
  return async (positions) => {
    const held = new Set<number>();
    for (let at = 0; at < positions.length; at += READ_AT_ONCE) {
      for (const texts of await readTexts(positions.slice(at, at + READ_AT_ONCE))) {
        // One after the other: a completion goes on where its prompt ends.
        const text = `${texts.title}\n${texts.note}\n${texts.prompt}\n${texts.output}`;
        if (patterns.every((pattern) => pattern.test(text))) held.add(texts.position);
        await yieldAfter(text.length);
      }
    }
    return held;
  };
}

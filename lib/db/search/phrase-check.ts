import type { RunCheck } from './checked-page';
import { uncertainPatterns } from './look-up';
import { readTexts } from './run-texts';
import type { WantedRuns } from './wanted-runs';

/** Looks phrases up in the texts, since no index knows where words stand. Null when there is none to look up. */
export function phraseCheck({ search }: WantedRuns): RunCheck | null {
  const patterns = uncertainPatterns(search?.terms ?? []);
  if (patterns === null) return null;
  return async (positions) => {
    const texts = await readTexts(positions);
    // One after the other: a completion goes on where its prompt ends.
    const held = texts.filter(({ title, note, prompt, output }) => {
      const text = `${title}\n${note}\n${prompt}\n${output}`;
      return patterns.every((pattern) => pattern.test(text));
    });
    return new Set(held.map(({ position }) => position));
  };
}

import type { SharedText } from './find-sensitive';
import type { RedactionPlaces } from './finding';
import { createRedactionFinder } from './redaction-finder';

/** Each redaction is searched by itself; beyond this many characters in all, none is counted. */
const MAX_CHARACTERS = 400_000;

/** More redactions are not counted: each needs finders of its own. */
const MAX_COUNTED = 40;

/** In how many places of the texts each redaction is found. Empty when there is too much to count. */
export function countPlaces(texts: readonly SharedText[], redactions: readonly string[]): RedactionPlaces[] {
  // What spans two texts is in both of them already.
  if (redactions.length > MAX_COUNTED) return [];
  const whole = texts.filter(({ seam }) => seam === undefined);
  const characters = whole.reduce((sum, { text }) => sum + text.length, 0);
  if (characters * redactions.length > MAX_CHARACTERS) return [];
  const count = (redaction: string, wholeWords: readonly string[]) => {
    const finder = createRedactionFinder([redaction], wholeWords);
    return whole.reduce((sum, { text }) => sum + finder.find(text).spans.length, 0);
  };
  return redactions.map((text) => ({
    text,
    anywhere: count(text, []),
    wholeWords: count(text, [text]),
  }));
}

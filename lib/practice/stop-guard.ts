import { createTextFinder, START, type TextFinder } from '@/lib/protocol/secrets/text-finder';

/** Watches growing text for stop texts. */
export interface StopGuard {
  /**
   * Takes the next chunk of text.
   * @returns how much of all the text so far can be released, in code units, and whether a stop text was
   * found (then `safe` ends just before it)
   */
  push(text: string): { readonly safe: number; readonly found: boolean };
}

/** By list: all choices of a request have the same one. */
const finders = new WeakMap<readonly string[], TextFinder>();

/**
 * Finds the earliest stop text. While the end of the text might be the beginning of one, it is not safe yet:
 * no part of a stop text may be streamed. Each character is read once, however many and long the stop texts are.
 */
export function createStopGuard(stops: readonly string[]): StopGuard {
  const finder = finders.get(stops) ?? createTextFinder(stops);
  finders.set(stops, finder);
  let state = START;
  let read = 0;
  return {
    push: (text) => {
      let cut = Number.POSITIVE_INFINITY;
      for (let at = 0; at < text.length; at += 1) {
        state = finder.step(state, text.charCodeAt(at));
        read += 1;
        const length = finder.matched(state);
        if (length > 0) cut = Math.min(cut, read - length);
      }
      const found = cut < Number.POSITIVE_INFINITY;
      return { safe: found ? cut : read - finder.depth(state), found };
    },
  };
}

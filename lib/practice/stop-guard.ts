/** Watches growing text for stop texts. */
export interface StopGuard {
  /**
   * Takes the next chunk of text.
   * @returns how much of all the text so far can be released, in code units, and whether a stop text was
   * found (then `safe` ends just before it)
   */
  push(text: string): { readonly safe: number; readonly found: boolean };
}

/**
 * Finds the earliest stop text. While the end of the text might be the beginning of one, it is not safe yet:
 * no part of a stop text may be streamed.
 */
export function createStopGuard(stops: readonly string[]): StopGuard {
  const longest = Math.max(0, ...stops.map((stop) => stop.length));
  let tail = '';
  let tailStart = 0;
  return {
    push: (text) => {
      tail += text;
      let cut = -1;
      for (const stop of stops) {
        const at = tail.indexOf(stop);
        if (at !== -1 && (cut === -1 || at < cut)) cut = at;
      }
      if (cut !== -1) return { safe: tailStart + cut, found: true };
      let held = 0;
      for (const stop of stops) held = Math.max(held, overlap(tail, stop));
      const safe = tailStart + tail.length - held;
      // Only text that may still become part of a stop text is retained, so that the work per token stays
      // small.
      if (tail.length > longest * 2) {
        tailStart += tail.length - longest;
        tail = tail.slice(tail.length - longest);
      }
      return { safe, found: false };
    },
  };
}

/** Length of the longest suffix of `text` that is a proper prefix of `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(text.length, stop.length - 1); length > 0; length -= 1) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}

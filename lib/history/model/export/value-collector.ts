/** A run as it stands in a file, not parsed yet. */
export interface FoundRun {
  /** Null when it is longer than the limit. */
  readonly text: string | null;
  /** The line on which it begins; the first of the file is 1. */
  readonly line: number;
}

/**
 * Joins one value after another from the chunks of a file. The whole file passes through it, since it counts
 * lines.
 */
export interface ValueCollector {
  /** Takes the next chunk of a value. White space in front of the value is dropped. */
  push(chunk: string): void;
  /** Ends the value and returns it without trailing white space. */
  take(): FoundRun;
}

/** @param limit UTF-16 units of one value that are stored */
export function createValueCollector(limit: number, firstLine: number): ValueCollector {
  let chunks: string[] = [];
  let length = 0;
  let line = firstLine;
  let startLine = firstLine;

  return {
    push(chunk) {
      const begun = length === 0 ? chunk.trimStart() : chunk;
      if (length === 0) startLine = line + lineFeeds(chunk.slice(0, chunk.length - begun.length));
      line += lineFeeds(chunk);
      length += begun.length;
      if (length > limit) chunks = [];
      else chunks.push(begun);
    },
    take() {
      const text = length > limit ? null : chunks.join('').trimEnd();
      chunks = [];
      length = 0;
      return { text, line: startLine };
    },
  };
}

export function lineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

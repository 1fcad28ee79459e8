/** A run as it stands in a file, not looked into yet. */
export interface FoundRun {
  /** Null when it is longer than the limit. */
  readonly text: string | null;
  /** The line on which it begins; the first of the file is 1. */
  readonly line: number;
}

/** Joins one value after the other from the pieces of a file. All of the file passes through it, since it counts the lines. */
export interface ValueCollector {
  /** Takes the next piece of a value. White space in front of the value does not belong to it. */
  push(chunk: string): void;
  /** The value is over: answers it without the white space behind it. */
  take(): FoundRun;
}

/** @param limit UTF-16 units of one value that are kept */
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

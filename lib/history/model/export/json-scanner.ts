/** Deeper than any run of ours; what is nested deeper is not even kept. */
const MAX_DEPTH = 32;

/** One JSON value that was found in a longer text. */
export interface ScannedValue {
  /** Null when the value was not kept. */
  readonly text: string | null;
  readonly problem: 'too_large' | 'too_deep' | null;
}

/** Finds the end of one JSON value in a text that comes in pieces, and keeps the value, up to a limit. */
export interface ValueScanner {
  /**
   * Reads on from `at`. Returns where the value has ended, or -1 when all was read and it has not. Of a number or a
   * word the end is what follows it.
   */
  push(chunk: string, at: number): number;
  value(): ScannedValue;
}

const IN_STRING = /["\\]/g;
const STRUCTURE = /["{}[\],:\s]/g;

/** @param limit UTF-16 units that are kept at most */
export function createValueScanner(limit: number): ValueScanner {
  let pieces: string[] = [];
  let length = 0;
  let problem: ScannedValue['problem'] = null;
  let depth = 0;
  let inString = false;
  let escapes = false;
  let begun = false;

  function keep(piece: string): void {
    length += piece.length;
    if (length > limit) problem ??= 'too_large';
    if (problem !== null) pieces = [];
    else pieces.push(piece);
  }

  /** The index after the end of the value; -1: it goes on. */
  function findEnd(chunk: string, from: number): number {
    let at = from;
    while (at < chunk.length) {
      if (escapes) {
        escapes = false;
        at += 1;
        continue;
      }
      const pattern = inString ? IN_STRING : STRUCTURE;
      pattern.lastIndex = at;
      const found = pattern.exec(chunk);
      if (found === null) {
        begun = true;
        return -1;
      }
      if (found.index > at) begun = true;
      at = found.index;
      const sign = found[0];
      if (inString) {
        at += 1;
        if (sign === '\\') escapes = true;
        else {
          inString = false;
          if (depth === 0) return at;
        }
      } else if (sign === '"') {
        if (depth === 0 && begun) return at;
        begun = true;
        inString = true;
        at += 1;
      } else if (sign === '{' || sign === '[') {
        if (depth === 0 && begun) return at;
        begun = true;
        depth += 1;
        if (depth > MAX_DEPTH) problem ??= 'too_deep';
        at += 1;
      } else if (sign === '}' || sign === ']') {
        // Of what is around it: the value was a number or a word.
        if (depth === 0) return at;
        depth -= 1;
        at += 1;
        if (depth === 0) return at;
      } else if (depth === 0) return at;
      else at += 1;
    }
    return -1;
  }

  return {
    push(chunk, at) {
      const end = findEnd(chunk, at);
      keep(chunk.slice(at, end === -1 ? chunk.length : end));
      return end;
    },
    value: () => ({ text: problem === null ? pieces.join('') : null, problem }),
  };
}

import type { FoundRun } from './document-reader';

export interface LineReader {
  read(chunk: string): void;
  finish(): void;
}

/**
 * Reads our JSONL: a run a line; blank lines are fine.
 * @param firstLine on which it begins
 */
export function createLineReader(limit: number, add: FoundRun, firstLine = 1): LineReader {
  let line = firstLine;
  let pieces: string[] = [];
  let length = 0;

  function keep(piece: string): void {
    length += piece.length;
    if (length > limit) pieces = [];
    else pieces.push(piece);
  }

  function endLine(): void {
    const text = pieces.join('').trim();
    if (length > limit) add({ text: null, problem: 'too_large' }, line);
    else if (text !== '') add({ text, problem: null }, line);
    pieces = [];
    length = 0;
    line += 1;
  }

  return {
    read(chunk) {
      let at = 0;
      for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', at)) {
        keep(chunk.slice(at, end));
        endLine();
        at = end + 1;
      }
      keep(chunk.slice(at));
    },
    finish: endLine,
  };
}

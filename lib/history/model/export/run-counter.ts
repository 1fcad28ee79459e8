import type { ExportFormat } from '../run-export';

const LINE_FEED = 10;
const QUOTE = 34;
const COMMA = 44;
const ZERO = 48;
const MARK = new TextEncoder().encode('\n<!-- run ');

/** Counts the runs of a document as it streams past: a progress that is correct for every format. */
export interface RunCounter {
  push(bytes: Uint8Array): number;
}

export function createRunCounter(format: ExportFormat): RunCounter {
  switch (format) {
    case 'json':
      // One run per line; the first line is the head, and it ends before the first run.
      return countLines((lines) => Math.max(0, lines - 1));
    case 'jsonl':
      return countLines((lines) => lines);
    case 'csv':
      return countRows();
    case 'markdown':
      return countMarks();
  }
}

function countLines(runsOf: (lines: number) => number): RunCounter {
  let lines = 0;
  return {
    push(bytes) {
      for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, at + 1)) lines += 1;
      return runsOf(lines);
    },
  };
}

/** The first cell of a row is the number of its run; line breaks in quotes do not begin a row. */
function countRows(): RunCounter {
  let runs = 0;
  let quoted = false;
  let digits = 0;
  let atStart = false;
  return {
    push(bytes) {
      for (const byte of bytes) {
        if (byte === QUOTE) quoted = !quoted;
        if (quoted) continue;
        if (byte === LINE_FEED) {
          atStart = true;
          digits = 0;
        } else if (atStart && byte === COMMA) {
          runs = digits;
          atStart = false;
        } else if (atStart) digits = digits * 10 + byte - ZERO;
      }
      return runs;
    },
  };
}

function countMarks(): RunCounter {
  let runs = 0;
  let matched = 0;
  return {
    push(bytes) {
      for (const byte of bytes) {
        if (byte === MARK[matched]) matched += 1;
        else matched = byte === LINE_FEED ? 1 : 0;
        if (matched === MARK.length) {
          runs += 1;
          matched = 0;
        }
      }
      return runs;
    },
  };
}

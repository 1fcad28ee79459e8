import { RUNS_FORMAT } from '../run-export';
import { createDocumentReader, type DocumentProblem, type DocumentReader } from './document-reader';
import type { ScannedValue } from './json-scanner';
import { createLineReader, type LineReader } from './line-reader';

/** A run as it stands in a file, not looked into yet. */
export interface FileRun extends ScannedValue {
  /** Its place in the file; the first is 1. */
  readonly number: number;
  /** The line on which it begins; the first is 1. */
  readonly line: number;
}

export type FileProblem = DocumentProblem | 'not_utf8';

export interface RunFileReader {
  /** The runs that these bytes finished. Nothing more comes after a problem. */
  push(bytes: Uint8Array): FileRun[];
  /** The file is over. */
  finish(): FileRun[];
  readonly problem: FileProblem | null;
  /** Of a document; null where it has not been read yet, or the file is of lines. */
  readonly exportedAt: string | null;
}

/** In the first units of a text. */
function lineFeeds(text: string, length: number): number {
  let count = 0;
  for (let at = 0; at < length; at += 1) if (text.charCodeAt(at) === 0x0a) count += 1;
  return count;
}

/** By so much it is known what a file is. */
const SNIFFED = 1_000;

/**
 * Reads our JSON and JSONL while it comes in: bytes in, runs out, in memory never more than one run. A byte order mark,
 * CRLF, blank lines and other white space are fine; one broken run does not lose the others.
 *
 * @param limit UTF-16 units of one run at most; a longer one is named, and passed over
 */
export function createRunFileReader(limit: number): RunFileReader {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let document: DocumentReader | null = null;
  let lines: LineReader | null = null;
  /** What came before it was known what the file is, without the white space in front. */
  let held = '';
  /** The line on which `held` begins. */
  let firstLine = 1;
  let ownProblem: 'not_runs' | 'not_utf8' | null = null;
  let number = 0;
  let found: FileRun[] = [];

  const problem = (): FileProblem | null => ownProblem ?? document?.problem ?? null;

  function add(value: ScannedValue, line: number): void {
    number += 1;
    found.push({ ...value, number, line });
  }

  function sniff(isAll: boolean): void {
    if (held.length < SNIFFED && !isAll) return;
    const text = held;
    held = '';
    if (!text.startsWith('{')) ownProblem = 'not_runs';
    else if (text.slice(0, SNIFFED).includes(`"${RUNS_FORMAT}"`))
      document = createDocumentReader(limit, add, firstLine);
    else lines = createLineReader(limit, add, firstLine);
    (document ?? lines)?.read(text);
  }

  function take(text: string, isAll: boolean): FileRun[] {
    found = [];
    if (problem() !== null) return found;
    const reader = document ?? lines;
    if (reader !== null) reader.read(text);
    else {
      const begun = held === '' ? text.trimStart() : text;
      firstLine += lineFeeds(text, text.length - begun.length);
      held += begun;
      sniff(isAll);
    }
    return found;
  }

  function decode(bytes: Uint8Array | null): string {
    if (problem() !== null) return '';
    try {
      return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      ownProblem = 'not_utf8';
      return '';
    }
  }

  return {
    push: (bytes) => take(decode(bytes), false),
    finish() {
      take(decode(null), true);
      if (problem() === null) (document ?? lines)?.finish();
      return found;
    },
    get problem() {
      return problem();
    },
    get exportedAt() {
      return document?.exportedAt ?? null;
    },
  };
}

import {
  createDocumentReader,
  type DocumentProblem,
  RUNS_DOCUMENT,
  type TextReader,
} from './document-reader';
import { createValueCollector, type FoundRun, lineFeeds } from './value-collector';

export interface FileRun extends FoundRun {
  /** Its number in the file; the first is 1. */
  readonly number: number;
}

export type FileProblem = DocumentProblem | 'not_utf8';

export interface RunFileReader {
  /** The runs completed by these bytes. Nothing more comes after a problem. */
  push(bytes: Uint8Array): FileRun[];
  /** Call at the end of the file. */
  finish(): FileRun[];
  readonly problem: FileProblem | null;
  /** Of a document, as far as they have been read; none for a file of lines. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** After this much text the format of a file is known. */
const SNIFFED = 1_000;

/**
 * Reads our JSON and JSONL as it comes in: bytes in, runs out, never more than one run in memory. A byte
 * order mark, CRLF, blank lines and other white space are fine; one broken run does not lose the others.
 *
 * @param limit maximum UTF-16 units of one run; a longer one is reported and skipped
 * @param document what a file that is not of lines is
 */
export function createRunFileReader(limit: number, document = RUNS_DOCUMENT): RunFileReader {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let reader: TextReader | null = null;
  /** What came before the format was known, without leading white space. */
  let held = '';
  /** The line on which `held` begins. */
  let firstLine = 1;
  let ownProblem: 'not_runs' | 'not_utf8' | null = null;
  let number = 0;
  let found: FileRun[] = [];

  const problem = (): FileProblem | null => ownProblem ?? reader?.problem ?? null;

  function add(run: FoundRun): void {
    number += 1;
    found.push({ ...run, number });
  }

  function sniff(isAll: boolean): void {
    if (held.length < SNIFFED && !isAll) return;
    const text = held;
    held = '';
    const isDocument = text.slice(0, SNIFFED).includes(`"${document.name}"`);
    if (!text.startsWith('{')) ownProblem = 'not_runs';
    else if (isDocument) reader = createDocumentReader(limit, add, firstLine, document);
    else reader = createLineReader(limit, add, firstLine);
    reader?.read(text);
  }

  function take(text: string, isAll: boolean): FileRun[] {
    found = [];
    if (problem() !== null) return found;
    if (reader !== null) reader.read(text);
    else {
      const begun = held === '' ? text.trimStart() : text;
      firstLine += lineFeeds(text.slice(0, text.length - begun.length));
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
      if (problem() === null) reader?.finish();
      return found;
    },
    get problem() {
      return problem();
    },
    get fields() {
      return reader?.fields ?? {};
    },
  };
}

/** Reads our JSONL: one run per line; blank lines are fine. */
function createLineReader(limit: number, add: (run: FoundRun) => void, firstLine: number): TextReader {
  const collector = createValueCollector(limit, firstLine);
  function endLine(): void {
    const run = collector.take();
    if (run.text !== '') add(run);
  }
  return {
    read(chunk) {
      let at = 0;
      for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', at)) {
        collector.push(chunk.slice(at, end + 1));
        endLine();
        at = end + 1;
      }
      collector.push(chunk.slice(at));
    },
    finish: endLine,
    problem: null,
    fields: {},
  };
}

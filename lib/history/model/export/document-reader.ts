import { EXPORT_VERSION, RUNS_FORMAT } from '../run-export';
import { createValueScanner, type ScannedValue, type ValueScanner } from './json-scanner';

/** What is wrong with a document. */
export type DocumentProblem =
  | 'not_runs' // something else altogether
  | 'newer' // of a version that is not known here
  | 'broken' // no JSON from here on
  | 'cut_off'; // ends early; what came before is whole

/** A run that was found, and the line on which it begins. */
export type FoundRun = (value: ScannedValue, line: number) => void;

export interface DocumentReader {
  read(chunk: string): void;
  finish(): void;
  /** Nothing more is found after one. */
  readonly problem: DocumentProblem | null;
  readonly exportedAt: string | null;
}

const LINE_FEED = 0x0a;

/** Of a document's own fields, such as its version. */
const MOST_HEAD = 10_000;

type Place = 'start' | 'key' | 'colon' | 'field' | 'runs' | 'after';

/**
 * Reads our JSON: one document, whose field `runs` is handed on run by run.
 * @param firstLine on which it begins
 */
export function createDocumentReader(limit: number, add: FoundRun, firstLine = 1): DocumentReader {
  let place: Place = 'start';
  let problem: DocumentProblem | null = null;
  let line = firstLine;
  let startLine = firstLine;
  let key = '';
  const head = new Map<string, unknown>();
  let scanner: ValueScanner | null = null;

  const fail = (what: DocumentProblem) => {
    problem ??= what;
    scanner = null;
  };

  /** Reads one value; answers it once it is whole, and where it ended. */
  function scan(chunk: string, at: number, most: number): { end: number; value: ScannedValue | null } {
    if (scanner === null) {
      scanner = createValueScanner(most);
      startLine = line;
    }
    const end = scanner.push(chunk, at);
    countLines(chunk, at, end === -1 ? chunk.length : end);
    if (end === -1) return { end: chunk.length, value: null };
    const value = scanner.value();
    scanner = null;
    if (value.text === '') {
      fail('broken');
      return { end: chunk.length, value: null };
    }
    return { end, value };
  }

  /** By units: to look for the next line break would go over the rest of a chunk at each of its values. */
  function countLines(chunk: string, from: number, to: number): void {
    for (let at = from; at < to; at += 1) if (chunk.charCodeAt(at) === LINE_FEED) line += 1;
  }

  /** One thing of a document. Returns where to go on. */
  function step(chunk: string, at: number): number {
    const sign = chunk[at] as string;
    if (scanner === null && /\s/.test(sign)) {
      if (sign === '\n') line += 1;
      return at + 1;
    }
    if (scanner === null && sign === ',' && (place === 'key' || place === 'runs')) return at + 1;
    switch (place) {
      case 'start':
        place = 'key';
        if (sign !== '{') fail('not_runs');
        return at + 1;
      case 'key':
        return readKey(chunk, at, sign);
      case 'colon':
        place = 'field';
        if (sign !== ':') fail('broken');
        return at + 1;
      case 'field':
        return readField(chunk, at, sign);
      case 'runs': {
        if (scanner === null && sign === ']') {
          place = 'key';
          return at + 1;
        }
        const { end, value } = scan(chunk, at, limit);
        if (value !== null) add(value, startLine);
        return end;
      }
      default:
        fail('broken');
        return chunk.length;
    }
  }

  function readKey(chunk: string, at: number, sign: string): number {
    if (scanner === null && sign === '}') {
      place = 'after';
      checkHead();
      return at + 1;
    }
    const { end, value } = scan(chunk, at, MOST_HEAD);
    if (value !== null) {
      key = String(parsed(value));
      place = 'colon';
    }
    return end;
  }

  function readField(chunk: string, at: number, sign: string): number {
    if (scanner === null && key === 'runs' && sign === '[') {
      place = 'runs';
      checkHead();
      return at + 1;
    }
    const { end, value } = scan(chunk, at, MOST_HEAD);
    if (value !== null) {
      head.set(key, parsed(value));
      place = 'key';
    }
    return end;
  }

  /** A file whose version says that it is another one is not read; one that has not said so yet may still. */
  function checkHead(): void {
    const version = head.get('version');
    if (head.has('format') && head.get('format') !== RUNS_FORMAT) fail('not_runs');
    else if (version !== undefined && version !== EXPORT_VERSION)
      fail(isNewer(version) ? 'newer' : 'not_runs');
    else if (place === 'after' && (!head.has('format') || version === undefined)) fail('not_runs');
  }

  return {
    read(chunk) {
      let at = 0;
      while (at < chunk.length && problem === null) at = step(chunk, at);
    },
    finish() {
      if (problem === null && place !== 'after') fail('cut_off');
    },
    get problem() {
      return problem;
    },
    get exportedAt() {
      const time = head.get('exportedAt');
      return typeof time === 'string' ? time : null;
    },
  };
}

function isNewer(version: unknown): boolean {
  return typeof version === 'number' && version > EXPORT_VERSION;
}

function parsed({ text }: ScannedValue): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

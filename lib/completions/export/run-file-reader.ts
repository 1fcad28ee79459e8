import { EXPORT_VERSION, RUNS_FORMAT } from '@/lib/contract/run-export';
import { createValueScanner, type ScannedValue, type ValueScanner } from './json-scanner';

/** A run as it stands in a file, not looked into yet. */
export interface FileRun extends ScannedValue {
  /** Its place in the file; the first is 1. */
  readonly number: number;
  /** The line on which it begins; the first is 1. */
  readonly line: number;
}

export type FileProblem =
  | 'not_runs' // something else altogether
  | 'newer' // of a version that is not known here
  | 'broken' // no JSON from here on
  | 'not_utf8'
  | 'cut_off'; // ends early; what came before is whole

export interface RunFileReader {
  /** The runs that these bytes finished. Nothing more comes after a problem. */
  push(bytes: Uint8Array): FileRun[];
  /** The file is over. */
  finish(): FileRun[];
  readonly problem: FileProblem | null;
  /** Of a document; null where it has not been read yet, or the file is of lines. */
  readonly exportedAt: string | null;
}

/** By so much it is known what a file is. */
const SNIFFED = 1_000;
/** Of a document's own fields, such as its version. */
const MOST_HEAD = 10_000;

type Place = 'sniff' | 'lines' | 'start' | 'key' | 'colon' | 'field' | 'runs' | 'after';

/**
 * Reads our JSON and JSONL while it comes in: bytes in, runs out, in memory never more than one run. A byte order mark,
 * CRLF, blank lines and other white space are fine; one broken run does not lose the others.
 *
 * @param limit UTF-16 units of one run at most; a longer one is named, and passed over
 */
export function createRunFileReader(limit: number): RunFileReader {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let place: Place = 'sniff';
  let held = '';
  let problem: FileProblem | null = null;
  let line = 1;
  let number = 0;
  let key = '';
  const head = new Map<string, unknown>();
  let scanner: ValueScanner | null = null;
  let startLine = 1;
  let found: FileRun[] = [];

  const fail = (what: FileProblem) => {
    problem ??= what;
    scanner = null;
  };

  function add(value: ScannedValue): void {
    number += 1;
    found.push({ ...value, number, line: startLine });
  }

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

  function countLines(chunk: string, from: number, to: number): void {
    for (let at = chunk.indexOf('\n', from); at !== -1 && at < to; at = chunk.indexOf('\n', at + 1))
      line += 1;
  }

  function readDocument(chunk: string): void {
    let at = 0;
    while (at < chunk.length && problem === null) at = step(chunk, at);
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
        if (value !== null) add(value);
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

  let pieces: string[] = [];
  let length = 0;

  function readLines(chunk: string): void {
    let at = 0;
    for (let end = chunk.indexOf('\n'); end !== -1; end = chunk.indexOf('\n', at)) {
      keepOfLine(chunk.slice(at, end));
      endLine();
      at = end + 1;
    }
    keepOfLine(chunk.slice(at));
  }

  function keepOfLine(piece: string): void {
    length += piece.length;
    if (length > limit) pieces = [];
    else pieces.push(piece);
  }

  function endLine(): void {
    const text = pieces.join('').trim();
    startLine = line;
    if (length > limit) add({ text: null, problem: 'too_large' });
    else if (text !== '') add({ text, problem: null });
    pieces = [];
    length = 0;
    line += 1;
  }

  function read(chunk: string): void {
    if (problem !== null) return;
    if (place === 'lines') readLines(chunk);
    else readDocument(chunk);
  }

  function sniff(isAll: boolean): void {
    if (held.trim() === '' ? !isAll : held.length < SNIFFED && !isAll) return;
    const text = held;
    held = '';
    const start = text.trimStart();
    if (!start.startsWith('{')) fail('not_runs');
    place = start.slice(0, SNIFFED).includes(`"${RUNS_FORMAT}"`) ? 'start' : 'lines';
    read(text);
  }

  function take(text: string, isAll: boolean): FileRun[] {
    found = [];
    if (place === 'sniff') {
      held += text;
      sniff(isAll);
    } else read(text);
    return found;
  }

  function decode(bytes: Uint8Array | null): string {
    if (problem !== null) return '';
    try {
      return bytes === null ? decoder.decode() : decoder.decode(bytes, { stream: true });
    } catch {
      fail('not_utf8');
      return '';
    }
  }

  return {
    push: (bytes) => take(decode(bytes), false),
    finish() {
      const runs = take(decode(null), true);
      if (problem !== null) return runs;
      if (place === 'lines') endLine();
      else if (place !== 'after') fail('cut_off');
      return found;
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

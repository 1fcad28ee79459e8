import { EXPORT_VERSION, RUNS_FORMAT } from '../run-export';
import { createValueCollector, type FoundRun } from './value-collector';

/** What is wrong with a document. */
export type DocumentProblem =
  | 'not_runs' // something else altogether
  | 'newer' // of a version that is not known here
  | 'broken' // no JSON from here on
  | 'cut_off'; // ends early; what came before is whole

/** Reads the text of a file while it comes in. */
export interface TextReader {
  read(chunk: string): void;
  finish(): void;
  /** After a problem, nothing more is read. */
  readonly problem: DocumentProblem | null;
  /** Of a document: its own fields, without the runs. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A kind of document that has runs. */
export interface DocumentFormat {
  /** The value of its field `format`. */
  readonly name: string;
  readonly versions: readonly number[];
  /** UTF-16 units of all its own fields together. */
  readonly maxHead: number;
}

/** Documents of the history have few fields of their own, such as their version. */
export const RUNS_DOCUMENT: DocumentFormat = {
  name: RUNS_FORMAT,
  versions: [EXPORT_VERSION],
  maxHead: 10_000,
};

const IN_TEXT = /["\\]/g;
const SIGNS = /["{}[\],:]/g;
const RUNS_FIELD = /^"runs"\s*:$/;

/**
 * Reads our JSON: one document that begins with `{`; each item of its field `runs` is passed on as it comes.
 * The text around the runs is collected and parsed as if there were none. A run ends at a comma or bracket of
 * the list, so a broken one does not lose the others.
 *
 * @param limit UTF-16 units of one run
 * @param firstLine the line on which the document begins
 */
export function createDocumentReader(
  limit: number,
  add: (run: FoundRun) => void,
  firstLine: number,
  document: DocumentFormat = RUNS_DOCUMENT,
): TextReader {
  const collector = createValueCollector(limit, firstLine);
  let problem: DocumentProblem | null = null;
  let inText = false;
  let escapes = false;
  let depth = 0;
  let inRuns = false;
  let isOver = false;
  let head = '';
  let fields: Record<string, unknown> = {};

  /** Index of the next JSON sign outside of strings; -1: not in this chunk. */
  function nextSign(chunk: string, from: number): number {
    let at = from;
    for (;;) {
      if (escapes && at < chunk.length) {
        escapes = false;
        at += 1;
      }
      const pattern = inText ? IN_TEXT : SIGNS;
      pattern.lastIndex = at;
      const found = pattern.exec(chunk);
      if (found === null) return -1;
      at = found.index + 1;
      if (found[0] === '"') inText = !inText;
      else if (found[0] === '\\') escapes = true;
      else return found.index;
    }
  }

  /**
   * Whether a sign belongs to the list of runs or to the document itself. `level`: how many lists and objects
   * surround it.
   */
  function isOutermost(sign: string, level: number): boolean {
    if (inRuns) return level < 2 || (level === 2 && (sign === ',' || sign === ':'));
    return level < 1 || (level === 1 && (sign === ',' || sign === '['));
  }

  function endRun(sign: string): void {
    if (sign !== ',' && sign !== ']') {
      problem = 'broken';
      return;
    }
    const run = collector.take();
    if (run.text !== '') add(run);
    if (sign === ',') return;
    inRuns = false;
    head += ']';
  }

  function endField(sign: string): void {
    const { text } = collector.take();
    head += `${text}${sign}`;
    if (text === null || head.length > document.maxHead) problem = 'not_runs';
    else if (isOver || depth < 0) problem = 'broken';
    else if (sign === '[' && RUNS_FIELD.test(text)) {
      inRuns = true;
      readHead(`${head}]}`);
    } else if (depth === 0) {
      isOver = true;
      readHead(head);
    }
  }

  /** A file with another version is not read; a version may still come later in the file. */
  function readHead(json: string): void {
    try {
      fields = JSON.parse(json);
    } catch {
      problem = 'broken';
      return;
    }
    const { format, version } = fields;
    const { name, versions } = document;
    if (format !== name && (isOver || format !== undefined)) problem = 'not_runs';
    else if (!versions.some((known) => known === version) && (isOver || version !== undefined))
      problem = typeof version === 'number' && version > Math.max(...versions) ? 'newer' : 'not_runs';
  }

  return {
    read(chunk) {
      let from = 0;
      for (let at = nextSign(chunk, 0); at !== -1; at = nextSign(chunk, at + 1)) {
        const sign = chunk.charAt(at);
        if (sign === '}' || sign === ']') depth -= 1;
        const level = depth;
        if (sign === '{' || sign === '[') depth += 1;
        if (!isOutermost(sign, level)) continue;
        collector.push(chunk.slice(from, at));
        from = at + 1;
        if (inRuns) endRun(sign);
        else endField(sign);
        if (problem !== null) return;
      }
      collector.push(chunk.slice(from));
    },
    finish() {
      if (problem !== null) return;
      if (!isOver) problem = 'cut_off';
      else if (collector.take().text !== '') problem = 'broken';
    },
    get problem() {
      return problem;
    },
    get fields() {
      return fields;
    },
  };
}

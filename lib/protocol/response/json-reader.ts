import { type JsonBounds, type JsonExcess, jsonExcess, WIRE_JSON_BOUNDS } from './json-meter';

export type JsonFault = 'not_json' | JsonExcess;

/**
 * Parses one JSON value while its text comes in. `JSON.parse` takes a whole text at once and blocks the
 * process meanwhile (8 MiB of short members: most of a second); this parser takes as long in total, but in
 * the chunks that the network delivers.
 *
 * It also reads Python's `NaN`, `Infinity` and `-Infinity`, and returns as much as possible of a text that
 * ends too early.
 */
export interface JsonReader {
  /** Takes the next chunk of the text. Returns the first fault, also on later calls. */
  push(text: string): JsonFault | null;
  /** Call at the end of the text. `isWhole`: the value is complete; otherwise it holds what had come. */
  finish(): { readonly value: unknown; readonly isWhole: boolean };
}

type Holder = { readonly list: unknown[] } | { readonly record: Record<string, unknown>; key: string };

/** What may come next; `key` and `item` follow a comma, so the list or object may not end there. */
type Expected = 'value' | 'first-item' | 'item' | 'first-key' | 'key' | 'colon' | 'comma' | 'end';

const IN_STRING = /["\\]/g;
const SPACE = /[ \t\r\n]+/y;
/** Characters of a number or a word. */
const WORD = /[^\s"[\]{},:]+/y;
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const WORDS = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', null],
  ['-NaN', null],
  ['Infinity', null],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

export function createJsonReader(bounds: JsonBounds): JsonReader {
  const open: Holder[] = [];
  let containers = 0;
  let expected: Expected = 'value';
  let root: unknown;
  let fault: JsonFault | null = null;
  /** A string that has begun, as written, without its quotation marks. */
  let string: string[] | null = null;
  let escapes = false;
  /** A number or a word that has begun; it ends where something else begins. */
  let word: string[] = [];

  /** Adds a value to the innermost open list or object. */
  function add(value: unknown): void {
    const holder = open.at(-1);
    if (holder === undefined) root = value;
    else if ('list' in holder) holder.list.push(value);
    // JSON may contain a key that would change the prototype.
    else if (holder.key === '__proto__') Object.defineProperty(holder.record, holder.key, { value });
    else holder.record[holder.key] = value;
    expected = holder === undefined ? 'end' : 'comma';
  }

  function takesValue(): boolean {
    return expected === 'value' || expected === 'first-item' || expected === 'item';
  }

  function begin(holder: Holder, value: unknown): void {
    containers += 1;
    if (!takesValue()) fail('not_json');
    else if (open.length >= bounds.depth) fail('too_deep');
    else if (containers > bounds.containers) fail('too_many');
    else {
      add(value);
      open.push(holder);
      expected = 'list' in holder ? 'first-item' : 'first-key';
    }
  }

  function close(kind: 'list' | 'record'): void {
    const holder = open.at(-1);
    const isAllowed = expected === 'comma' || expected === (kind === 'list' ? 'first-item' : 'first-key');
    if (holder === undefined || !(kind in holder) || !isAllowed) fail('not_json');
    else {
      open.pop();
      expected = open.length === 0 ? 'end' : 'comma';
    }
  }

  function separate(): void {
    const holder = open.at(-1);
    if (expected !== 'comma' || holder === undefined) fail('not_json');
    else expected = 'list' in holder ? 'item' : 'key';
  }

  function sign(char: string): void {
    if (char === '{') {
      const record = {};
      begin({ record, key: '' }, record);
    } else if (char === '[') {
      const list: unknown[] = [];
      begin({ list }, list);
    } else if (char === '}') close('record');
    else if (char === ']') close('list');
    else if (char === ',') separate();
    else if (char === ':' && expected === 'colon') expected = 'value';
    else if (char === '"' && (takesValue() || expected === 'first-key' || expected === 'key')) string = [];
    else fail('not_json');
  }

  function fail(what: JsonFault): void {
    fault ??= what;
  }

  function endString(text: string): void {
    const holder = open.at(-1);
    if (takesValue()) add(text);
    else if (holder && 'record' in holder) {
      holder.key = text;
      expected = 'colon';
    }
  }

  /** Continues reading a string; returns where to continue after it. */
  function readString(chunks: string[], text: string, from: number): number {
    let at = from;
    if (escapes) at += 1;
    escapes = false;
    for (;;) {
      IN_STRING.lastIndex = at;
      const found = IN_STRING.exec(text);
      if (found === null) break;
      if (found[0] === '"') {
        chunks.push(text.slice(from, found.index));
        const read = unescaped(chunks.join(''));
        string = null;
        if (read === null) fail('not_json');
        else endString(read);
        return found.index + 1;
      }
      at = found.index + 2;
    }
    escapes = at > text.length;
    chunks.push(text.slice(from));
    return text.length;
  }

  function endWord(): void {
    if (word.length === 0) return;
    const written = word.join('');
    word = [];
    const value = wordValue(written);
    if (value === undefined || !takesValue()) fail('not_json');
    else add(value);
  }

  function read(text: string): void {
    let at = 0;
    while (at < text.length && fault === null) {
      if (string !== null) {
        at = readString(string, text, at);
        continue;
      }
      WORD.lastIndex = at;
      if (WORD.test(text)) {
        if (!takesValue()) fail('not_json');
        word.push(text.slice(at, WORD.lastIndex));
        at = WORD.lastIndex;
        continue;
      }
      endWord();
      SPACE.lastIndex = at;
      if (SPACE.test(text)) at = SPACE.lastIndex;
      else {
        if (fault === null) sign(text.charAt(at));
        at += 1;
      }
    }
  }

  return {
    push(text) {
      read(text);
      return fault;
    },
    finish() {
      if (fault === null) finishCut();
      return { value: root, isWhole: fault === null && expected === 'end' };
    },
  };

  /** Completes what was cut off and is usable: a string, or a number that may have continued. */
  function finishCut(): void {
    if (string !== null && takesValue()) {
      const written = string.join('');
      const read = unescaped(written) ?? unescaped(written.replace(/\\(?:u[\da-fA-F]{0,3})?$/, ''));
      if (read !== null) {
        const isRoot = open.length === 0;
        add(read);
        if (isRoot) expected = 'value';
      }
    } else if (string === null && word.length > 0 && takesValue()) {
      const value = wordValue(word.join(''));
      if (value !== undefined) add(value);
    }
  }
}

function wordValue(written: string): unknown {
  return NUMBER.test(written) ? Number(written) : WORDS.get(written);
}

/** The content of a string literal; null when it is not valid. */
function unescaped(written: string): string | null {
  try {
    return JSON.parse(`"${written}"`) as string;
  } catch {
    return null;
  }
}

type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly why: JsonFault };

/**
 * Parses a complete text: with `JSON.parse`, or with our own parser when the text may contain Python's
 * numbers, which `json.dumps` writes by default. A text that is nested too deeply, or has too many lists and
 * objects, is not parsed at all.
 */
export function parseWireJson(text: string): ParsedJson {
  const excess = jsonExcess(text, WIRE_JSON_BOUNDS);
  if (excess !== null) return { ok: false, why: excess };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    if (!/NaN|Infinity/.test(text)) return { ok: false, why: 'not_json' };
  }
  const reader = createJsonReader(WIRE_JSON_BOUNDS);
  reader.push(text);
  const { value, isWhole } = reader.finish();
  return isWhole ? { ok: true, value } : { ok: false, why: 'not_json' };
}

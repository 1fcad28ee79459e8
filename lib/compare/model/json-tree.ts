import { trimSignsEnd } from '@/lib/protocol/text/trim-signs';

/**
 * JSON read with the place of every value, so that a difference in structure can be marked in the text that a model
 * wrote. Numbers are kept as written: two that a computer's numbers cannot tell apart are two.
 */
interface Placed {
  /** UTF-16 offsets in the whole text. */
  readonly start: number;
  readonly end: number;
}

export interface JsonMember {
  /** From the key's quotation mark to the end of the value. */
  readonly start: number;
  readonly end: number;
  readonly value: JsonTree;
}

export type JsonTree =
  | (Placed & { readonly kind: 'object'; readonly members: ReadonlyMap<string, JsonMember> })
  | (Placed & { readonly kind: 'array'; readonly items: readonly JsonTree[] })
  | (Placed & { readonly kind: 'string'; readonly value: string })
  /** `value`: sign, digits without zeros around them, exponent; equal for 1, 1.0 and 10e-1. */
  | (Placed & { readonly kind: 'number'; readonly value: string })
  | (Placed & { readonly kind: 'word'; readonly value: 'true' | 'false' | 'null' });

/** `cut-off`: it ends before it is whole. `too-deep`: nested deeper than anything is compared. */
export type NoJsonReason = 'empty' | 'cut-off' | 'not-json' | 'too-deep';

export type ParsedTree =
  | { readonly ok: true; readonly tree: JsonTree }
  /** `at`: UTF-16 offset of what is wrong. */
  | { readonly ok: false; readonly reason: NoJsonReason; readonly at: number };

const DEEPEST = 200;
const FENCE = /^\s*(?:```|~~~)[^\n]*\n/;

/** Reads one JSON value. White space around it and a Markdown fence around all do not count. */
export function parseJsonTree(text: string): ParsedTree {
  const fence = FENCE.exec(text)?.[0] ?? '';
  let end = text.trimEnd().length;
  if (fence !== '' && /\n\s*(?:```|~~~)$/.test(text.slice(Math.max(0, end - 20), end))) end -= 3;
  const reader = new TreeReader(text, end);
  try {
    return { ok: true, tree: reader.read(fence.length) };
  } catch (fault) {
    if (fault instanceof NoJson) return { ok: false, reason: fault.reason, at: fault.at };
    throw fault;
  }
}

class NoJson extends Error {
  readonly reason: NoJsonReason;
  readonly at: number;
  constructor(reason: NoJsonReason, at: number) {
    super(reason);
    this.reason = reason;
    this.at = at;
  }
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\r\n]*/y;
const PLAIN = /[^"\\]*/y;
/** What is left of a number that was cut off behind its point or its e. */
const CUT_NUMBER = /^(?:\.|(?:\.\d+)?[eE][+-]?)$/;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;

class TreeReader {
  readonly #text: string;
  readonly #end: number;
  #at = 0;

  constructor(text: string, end: number) {
    this.#text = text;
    this.#end = end;
  }

  read(from: number): JsonTree {
    this.#at = from;
    this.#space();
    if (this.#at >= this.#end) throw new NoJson('empty', this.#at);
    const tree = this.#value(0);
    this.#space();
    if (this.#at < this.#end) throw new NoJson('not-json', this.#at);
    return tree;
  }

  #value(depth: number): JsonTree {
    if (depth > DEEPEST) throw new NoJson('too-deep', this.#at);
    const start = this.#at;
    const sign = this.#peek();
    if (sign === '{') return this.#object(start, depth);
    if (sign === '[') return this.#array(start, depth);
    if (sign === '"') {
      const value = this.#string();
      return { kind: 'string', value, start, end: this.#at };
    }
    if (sign === 't') return this.#word('true', start);
    if (sign === 'f') return this.#word('false', start);
    if (sign === 'n') return this.#word('null', start);
    const written = this.#match(NUMBER);
    if (written === '') {
      if (this.#text.slice(start, this.#end) === '-') throw new NoJson('cut-off', this.#end);
      throw new NoJson('not-json', start);
    }
    // The rest of a text is short here, or no number's.
    if (this.#end - this.#at < 40 && CUT_NUMBER.test(this.#text.slice(this.#at, this.#end))) {
      throw new NoJson('cut-off', this.#end);
    }
    return { kind: 'number', value: plainNumber(written), start, end: this.#at };
  }

  #object(start: number, depth: number): JsonTree {
    const members = new Map<string, JsonMember>();
    this.#at += 1;
    this.#space();
    if (this.#peek() === '}') this.#at += 1;
    else {
      do {
        this.#space();
        const from = this.#at;
        if (this.#peek() !== '"') throw new NoJson('not-json', this.#at);
        const key = this.#string();
        this.#space();
        this.#expect(':');
        this.#space();
        const value = this.#value(depth + 1);
        // A key that comes twice means its last value, as for every reader of JSON.
        members.set(key, { start: from, end: this.#at, value });
        this.#space();
      } while (this.#goesOn('}'));
    }
    return { kind: 'object', members, start, end: this.#at };
  }

  #array(start: number, depth: number): JsonTree {
    const items: JsonTree[] = [];
    this.#at += 1;
    this.#space();
    if (this.#peek() === ']') this.#at += 1;
    else {
      do {
        this.#space();
        items.push(this.#value(depth + 1));
        this.#space();
      } while (this.#goesOn(']'));
    }
    return { kind: 'array', items, start, end: this.#at };
  }

  #string(): string {
    const from = this.#at;
    this.#at += 1;
    for (;;) {
      this.#match(PLAIN);
      const sign = this.#peek();
      if (sign === '"') break;
      if (sign !== '\\') throw new NoJson('not-json', this.#at);
      if (this.#match(ESCAPE) === '') {
        throw new NoJson(this.#end - this.#at < 6 ? 'cut-off' : 'not-json', this.#at);
      }
    }
    this.#at += 1;
    try {
      return JSON.parse(this.#text.slice(from, this.#at)) as string;
    } catch {
      // A line break or another control character that is not escaped.
      throw new NoJson('not-json', from);
    }
  }

  #word(value: 'true' | 'false' | 'null', start: number): JsonTree {
    const found = this.#text.slice(start, Math.min(this.#end, start + value.length));
    if (found !== value) {
      const cut = start + found.length === this.#end && value.startsWith(found);
      throw new NoJson(cut ? 'cut-off' : 'not-json', start);
    }
    this.#at += value.length;
    return { kind: 'word', value, start, end: this.#at };
  }

  /** After a member or an item: on with the next one, or past the closing sign. */
  #goesOn(closing: string): boolean {
    const sign = this.#peek();
    this.#at += 1;
    if (sign === closing) return false;
    if (sign === ',') return true;
    throw new NoJson('not-json', this.#at - 1);
  }

  #expect(sign: string): void {
    if (this.#peek() !== sign) throw new NoJson('not-json', this.#at);
    this.#at += 1;
  }

  /** The next sign; there must be one. */
  #peek(): string {
    if (this.#at >= this.#end) throw new NoJson('cut-off', this.#end);
    return this.#text.charAt(this.#at);
  }

  #space(): void {
    this.#match(SPACE);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    const kept = found.slice(0, Math.max(0, this.#end - this.#at));
    this.#at += kept.length;
    return kept;
  }
}

/** Digits of an exponent that is counted with. */
const LONGEST_EXPONENT = 20;

/** A number's spelling made one: `-12.50e1` → `-125e0`. */
function plainNumber(written: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(written) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const kept = trimSignsEnd(digits, '0');
  if (kept === '') return '0';
  // A number of hundreds of digits takes its time to be read as one, and no two such exponents are written in two ways.
  if (exponent.length > LONGEST_EXPONENT) return `${sign}${digits}e${fraction.length}:${exponent}`;
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - kept.length);
  return `${sign}${kept}e${power}`;
}

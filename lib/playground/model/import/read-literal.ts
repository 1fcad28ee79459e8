import { type Dialect, literalCursor, NOT_LITERAL } from './literal-cursor';

export interface LiteralReader {
  /** Index of the next character. */
  at(): number;
  /** A literal; `NOT_LITERAL` for anything else, which is skipped up to the comma or bracket that ends it. */
  value(): unknown;
  /** `name=value, …` up to the closing parenthesis of a Python call; the opening one has been read. */
  keywordArguments(): Record<string, unknown>;
  /** All arguments of a Python call, up to its closing parenthesis; the opening one has been read. */
  callArguments(): CallArguments;
  /** The value of an assignment; `NOT_LITERAL` unless it ends with its line. */
  assigned(): unknown;
}

export interface CallArguments {
  readonly positional: readonly unknown[];
  readonly keywords: Readonly<Record<string, unknown>>;
  /** The code of each keyword's value. */
  readonly sources: Readonly<Record<string, string>>;
}

const MAX_DEPTH = 100;
/** Characters that begin a string, including Python's prefix letters. */
const STRING_STARTS = '"\'`rRbBuUfF';
const WORDS: Readonly<Record<string, unknown>> = {
  True: true,
  False: false,
  None: null,
  true: true,
  false: false,
  null: null,
  undefined: null,
};

/**
 * Reads literals of Python or JavaScript from code, from an offset on; nothing is evaluated. Linear, never
 * throws.
 * @param lookup the value of a variable; default: none is known
 */
export function literalReader(
  code: string,
  from: number,
  dialect: Dialect,
  lookup: (name: string) => unknown = () => NOT_LITERAL,
): LiteralReader {
  const isPython = dialect === 'python';
  const cursor = literalCursor(code, from, dialect);
  const { match, space, take, text } = cursor;
  let depth = 0;

  function list(end: string): unknown {
    const items: unknown[] = [];
    while (!take(end)) {
      if (cursor.at >= code.length) return NOT_LITERAL;
      items.push(value());
      if (!take(',')) return take(end) ? items : NOT_LITERAL;
    }
    return items;
  }

  function key(): string | null {
    space();
    const quoted = text();
    if (quoted !== null) return quoted === NOT_LITERAL ? null : quoted;
    return match(/[\p{L}\d_$.-]+/uy);
  }

  function entries(end: string, separator: string): unknown {
    const found: [string, unknown][] = [];
    while (!take(end)) {
      if (!isPython && take('...')) {
        const spread = value();
        // A variable that is spread may hold anything: nothing is known of it.
        if (typeof spread === 'object' && spread !== null) found.push(...Object.entries(spread));
        if (!take(',')) return take(end) ? Object.fromEntries(found) : NOT_LITERAL;
        continue;
      }
      const name = key();
      if (name === null) {
        skip();
        if (take(',')) continue;
        return take(end) ? Object.fromEntries(found) : NOT_LITERAL;
      }
      const isNamed = take(separator);
      const before = found.at(-1);
      // The end of `max_tokens: 1,000`: what was read before the comma is not what was meant.
      if (!isNamed && before && /^\d/.test(name)) before[1] = NOT_LITERAL;
      // A JavaScript shorthand `{ prompt }` names a variable.
      else found.push([name, isNamed ? value() : lookup(name)]);
      if (!take(',')) return take(end) ? Object.fromEntries(found) : NOT_LITERAL;
    }
    return Object.fromEntries(found);
  }

  function simple(): unknown {
    const first = text();
    if (first !== null) return withFollowing(first);
    if (take('[')) return list(']');
    if (take('{')) return entries('}', ':');
    const number = match(/[-+]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])/y);
    if (number !== null) return Number(number.replaceAll('_', ''));
    if (isPython && take('(')) return grouped();
    const word = match(/[A-Za-z_$][\w$.]*/y);
    if (word === null) return NOT_LITERAL;
    if (Object.hasOwn(WORDS, word)) return WORDS[word];
    if ((word === 'json.dumps' || word === 'JSON.stringify') && take('(')) return firstOf(list(')'));
    // RetryConfig(…), BackoffStrategy(…), dict(…): their keywords are the value.
    if (isPython && take('(')) return entries(')', '=');
    return lookup(word);
  }

  /** Strings joined by `+`, or adjacent in Python, are one. */
  function withFollowing(first: string | typeof NOT_LITERAL): string | typeof NOT_LITERAL {
    const chunks = [first];
    for (;;) {
      const before = cursor.at;
      const isAdded = take('+');
      space();
      const next = isAdded || isPython ? text() : null;
      if (next === null) {
        cursor.at = before;
        break;
      }
      chunks.push(next);
    }
    return chunks.includes(NOT_LITERAL) ? NOT_LITERAL : chunks.join('');
  }

  /** Of a call that writes JSON: its options do not change what the JSON means. */
  function firstOf(items: unknown): unknown {
    return Array.isArray(items) && items.length > 0 ? items[0] : NOT_LITERAL;
  }

  /** A value in parentheses, or a tuple. */
  function grouped(): unknown {
    const items = list(')');
    if (!Array.isArray(items)) return NOT_LITERAL;
    const isTuple = /,\s*\)$/.test(code.slice(Math.max(0, cursor.at - 40), cursor.at)) || items.length !== 1;
    return isTuple ? items : items[0];
  }

  /** Skips what stands here, up to the comma or the bracket that ends it. */
  function skip(): void {
    let open = 0;
    while (cursor.at < code.length) {
      const char = code[cursor.at] ?? '';
      if (STRING_STARTS.includes(char) && text() !== null) continue;
      if ('([{'.includes(char)) open += 1;
      else if (')]}'.includes(char)) {
        if (open === 0) return;
        open -= 1;
      } else if (char === ',' && open === 0) return;
      cursor.at += 1;
    }
  }

  function value(): unknown {
    if (depth >= MAX_DEPTH) {
      skip();
      return NOT_LITERAL;
    }
    depth += 1;
    space();
    const begun = cursor.at;
    let read = simple();
    space();
    // `a + b`, `text.trim()`, `x as string`: what was read is only part of the value.
    if (cursor.at < code.length && !',)]};'.includes(code[cursor.at] ?? '')) {
      cursor.at = Math.max(cursor.at, begun);
      skip();
      read = NOT_LITERAL;
    }
    depth -= 1;
    return read;
  }

  return {
    at: () => cursor.at,
    value,
    keywordArguments() {
      const read = entries(')', '=');
      return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
    },
    callArguments() {
      const positional: unknown[] = [];
      const keywords: [name: string, value: unknown, source: string][] = [];
      while (cursor.at < code.length && !take(')')) {
        space();
        const name = match(/[A-Za-z_]\w{0,80}\s{0,20}=(?!=)/y);
        const begun = cursor.at;
        const read = value();
        if (name === null) positional.push(read);
        else keywords.push([name.slice(0, -1).trimEnd(), read, code.slice(begun, cursor.at)]);
        if (!take(',') && !code.startsWith(')', cursor.at)) break;
      }
      return {
        positional,
        keywords: Object.fromEntries(keywords.map(([name, read]) => [name, read])),
        sources: Object.fromEntries(keywords.map(([name, _read, source]) => [name, source])),
      };
    },
    assigned() {
      match(/[ \t]+/y);
      const read = simple();
      return match(/[ \t]*(?:;[ \t]*|#[^\n]*|\/\/[^\n]*)?(?=\r?\n|$)/y) === null ? NOT_LITERAL : read;
    },
  };
}

/** A value that is not a literal: a variable, a call. Distinct from every real value. */
export const NOT_LITERAL: unique symbol = Symbol('not a literal');

export type Dialect = 'python' | 'javascript';

export interface LiteralReader {
  /** Index of the next character. */
  at(): number;
  /** A literal; `NOT_LITERAL` for anything else, which is skipped up to the comma or bracket that ends it. */
  value(): unknown;
  /** `name=value, …` up to the closing parenthesis of a Python call; the opening one has been read. */
  keywordArguments(): Record<string, unknown>;
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
const SHORT: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  '0': '\0',
};

/**
 * Reads literals of Python or JavaScript from code, from an offset on; nothing is evaluated. Linear, never
 * throws.
 */
export function literalReader(code: string, from: number, dialect: Dialect): LiteralReader {
  let at = from;
  let depth = 0;
  let hasOpenComment = false;
  const isPython = dialect === 'python';

  function match(pattern: RegExp): string | null {
    pattern.lastIndex = at;
    const found = pattern.exec(code)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  }

  /** Skips white space and comments. */
  function space(): void {
    do match(/\s+/y);
    while (comment());
  }

  /** Skips one comment or line continuation; false when there is neither. */
  function comment(): boolean {
    if (isPython && code.startsWith('\\\n', at)) at += 2;
    else if (code.startsWith(isPython ? '#' : '//', at)) match(/[^\n]+/y);
    else {
      if (isPython || hasOpenComment || !code.startsWith('/*', at)) return false;
      const end = code.indexOf('*/', at + 2);
      // If one comment is not closed, none after it is: the rest of the text is searched only once.
      hasOpenComment = end === -1;
      if (hasOpenComment) return false;
      at = end + 2;
    }
    return true;
  }

  function take(text: string): boolean {
    space();
    if (!code.startsWith(text, at)) return false;
    at += text.length;
    return true;
  }

  function escaped(): string {
    const kind = code[at] ?? '';
    at += 1;
    if (kind === '\n') return '';
    if (kind === '\r') {
      if (code[at] === '\n') at += 1;
      return '';
    }
    const braced = kind === 'u' && !isPython ? match(/\{[0-9a-fA-F]{1,6}\}/y)?.slice(1, -1) : undefined;
    if (braced !== undefined) return codePoint(braced);
    if (kind === 'x' || kind === 'u' || (kind === 'U' && isPython)) {
      const digits = match(
        kind === 'x' ? /[0-9a-fA-F]{2}/y : kind === 'u' ? /[0-9a-fA-F]{4}/y : /[0-9a-fA-F]{8}/y,
      );
      if (digits === null) return kind;
      return kind === 'U' ? codePoint(digits) : String.fromCharCode(Number.parseInt(digits, 16));
    }
    if (kind === 'a' && !isPython) return kind;
    // Python keeps the backslash of an unknown escape; JavaScript drops it.
    return SHORT[kind] ?? (isPython && !/["'\\]/.test(kind) ? `\\${kind}` : kind);
  }

  /** One string; null when none begins here. `NOT_LITERAL` for one that contains code or is not closed. */
  function text(): string | typeof NOT_LITERAL | null {
    const prefix = isPython ? (match(/[rRbBuUfF]{0,2}(?=["'])/y) ?? '') : '';
    const quote = match(isPython ? /"""|'''|"|'/y : /["'`]/y);
    if (quote === null) return null;
    const isRaw = /r/i.test(prefix);
    const chunks: string[] = [];
    for (;;) {
      const plain = match(quote === '`' ? /[^`\\$]+/y : quote.includes('"') ? /[^"\\]+/y : /[^'\\]+/y);
      if (plain !== null) chunks.push(plain);
      if (at >= code.length) return NOT_LITERAL;
      if (code.startsWith(quote, at)) {
        at += quote.length;
        const joined = chunks.join('');
        const hasHole = /f/i.test(prefix) && /[{}]/.test(joined);
        return hasHole ? NOT_LITERAL : joined;
      }
      const char = code[at] ?? '';
      at += 1;
      if (char === '\\' && isRaw) {
        chunks.push(char, code[at] ?? '');
        at += 1;
      } else if (char === '\\') chunks.push(escaped());
      else if (char === '$' && code[at] === '{') return NOT_LITERAL;
      else chunks.push(char);
    }
  }

  function list(end: string): unknown {
    const items: unknown[] = [];
    while (!take(end)) {
      if (at >= code.length) return NOT_LITERAL;
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
      else found.push([name, isNamed ? value() : NOT_LITERAL]);
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
    // RetryConfig(…), BackoffStrategy(…), dict(…): their keywords are the value.
    if (isPython && take('(')) return entries(')', '=');
    return NOT_LITERAL;
  }

  /** Strings joined by `+`, or adjacent in Python, are one. */
  function withFollowing(first: string | typeof NOT_LITERAL): string | typeof NOT_LITERAL {
    const chunks = [first];
    for (;;) {
      const before = at;
      const isAdded = take('+');
      space();
      const next = isAdded || isPython ? text() : null;
      if (next === null) {
        at = before;
        break;
      }
      chunks.push(next);
    }
    return chunks.includes(NOT_LITERAL) ? NOT_LITERAL : chunks.join('');
  }

  /** A value in parentheses, or a tuple. */
  function grouped(): unknown {
    const items = list(')');
    if (!Array.isArray(items)) return NOT_LITERAL;
    const isTuple = /,\s*\)$/.test(code.slice(Math.max(0, at - 40), at)) || items.length !== 1;
    return isTuple ? items : items[0];
  }

  /** Skips what stands here, up to the comma or the bracket that ends it. */
  function skip(): void {
    let open = 0;
    while (at < code.length) {
      const char = code[at] ?? '';
      if (STRING_STARTS.includes(char) && text() !== null) continue;
      if ('([{'.includes(char)) open += 1;
      else if (')]}'.includes(char)) {
        if (open === 0) return;
        open -= 1;
      } else if (char === ',' && open === 0) return;
      at += 1;
    }
  }

  function value(): unknown {
    if (depth >= MAX_DEPTH) {
      skip();
      return NOT_LITERAL;
    }
    depth += 1;
    space();
    const begun = at;
    let read = simple();
    space();
    // `a + b`, `text.trim()`, `x as string`: what was read is only part of the value.
    if (at < code.length && !',)]};'.includes(code[at] ?? '')) {
      at = Math.max(at, begun);
      skip();
      read = NOT_LITERAL;
    }
    depth -= 1;
    return read;
  }

  return {
    at: () => at,
    value,
    keywordArguments() {
      const read = entries(')', '=');
      return typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
    },
  };
}

function codePoint(hex: string): string {
  const number = Number.parseInt(hex, 16);
  return number <= 0x10ffff ? String.fromCodePoint(number) : '\ufffd';
}

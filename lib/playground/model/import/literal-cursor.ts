/** A value that is not a literal: a variable, a call. Distinct from every real value. */
export const NOT_LITERAL: unique symbol = Symbol('not a literal');

export type Dialect = 'python' | 'javascript';

/** Where the reader of a code is, and the parts of a literal that have no parts of their own. */
export interface LiteralCursor {
  /** Index of the next character. */
  at: number;
  /** Takes what a sticky pattern matches here. */
  match(pattern: RegExp): string | null;
  /** Skips white space and comments. */
  space(): void;
  /** Takes this text, after white space; false when something else stands there. */
  take(text: string): boolean;
  /** One string; null when none begins here. `NOT_LITERAL` for one that contains code or is not closed. */
  text(): string | typeof NOT_LITERAL | null;
}

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

export function literalCursor(code: string, from: number, dialect: Dialect): LiteralCursor {
  let at = from;
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

  return {
    get at() {
      return at;
    },
    set at(next) {
      at = next;
    },
    match,
    space,
    take,
    text,
  };
}

function codePoint(hex: string): string {
  const number = Number.parseInt(hex, 16);
  return number <= 0x10ffff ? String.fromCodePoint(number) : '\ufffd';
}

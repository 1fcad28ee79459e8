import { NOT_LITERAL } from './literal-cursor';

export interface PowershellReader {
  /** A value, with `| ConvertTo-Json` after it or not: the JSON of a value means the value. */
  pipeline(): unknown;
}

const MAX_DEPTH = 50;
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '0': '\0',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
};
const CONSTANTS: Readonly<Record<string, unknown>> = { true: true, false: false, null: null };

/** Reads literals of PowerShell from an offset on; nothing is evaluated. Linear, never throws. */
export function powershellReader(
  code: string,
  from: number,
  lookup: (name: string) => unknown,
): PowershellReader {
  let at = from;
  let depth = 0;

  function match(pattern: RegExp): string | null {
    pattern.lastIndex = at;
    const found = pattern.exec(code)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  }

  function take(text: string): boolean {
    if (!code.startsWith(text, at)) return false;
    at += text.length;
    return true;
  }

  /** Spaces, a continued line, and comments; with `lines`, line ends as well. */
  function space(lines: boolean): void {
    for (;;) {
      const moved = match(lines ? /\s+/y : /[ \t]+/y) ?? match(/`\r?\n/y) ?? match(/#[^\n]*/y);
      if (moved === null) return;
    }
  }

  function singleQuoted(): string {
    const chunks: string[] = [];
    for (;;) {
      chunks.push(match(/[^']+/y) ?? '');
      if (!take("'")) return chunks.join('');
      if (!take("'")) return chunks.join('');
      chunks.push("'");
    }
  }

  function doubleQuoted(): string | typeof NOT_LITERAL {
    const chunks: string[] = [];
    let isKnown = true;
    for (;;) {
      chunks.push(match(/[^"`$]+/y) ?? '');
      if (at >= code.length) return NOT_LITERAL;
      if (take('`')) {
        const next = code[at] ?? '';
        at += 1;
        chunks.push(ESCAPES[next] ?? next);
      } else if (take('""')) chunks.push('"');
      else if (take('"')) return isKnown ? chunks.join('') : NOT_LITERAL;
      else {
        // Browsers write characters outside of ASCII as $([char]233).
        const char = match(/\$\(\[char\](?:0x[0-9a-fA-F]{1,4}|\d{1,5})\)/y);
        if (char !== null) chunks.push(String.fromCharCode(Number(char.slice('$([char]'.length, -1))));
        else {
          at += 1;
          // A dollar before anything else than a name is a dollar.
          if (/[\w{(]/.test(code[at] ?? '')) isKnown = false;
          else chunks.push('$');
        }
      }
    }
  }

  function hereString(quote: string): unknown {
    if (match(/[ \t]*\r?\n/y) === null) return NOT_LITERAL;
    const end = code.indexOf(`\n${quote}@`, at - 1);
    if (end === -1) {
      // All that follows is part of it: nothing is sought there again.
      at = code.length;
      return NOT_LITERAL;
    }
    const text = code.slice(at, Math.max(at, end)).replace(/\r$/, '');
    at = end + 3;
    return quote === '"' && text.includes('$') ? NOT_LITERAL : text.replaceAll('\r\n', '\n');
  }

  function hashtable(): unknown {
    const entries: [string, unknown][] = [];
    for (;;) {
      do space(true);
      while (take(';'));
      if (take('}')) return Object.fromEntries(entries);
      const quoted = take("'") ? singleQuoted() : take('"') ? doubleQuoted() : match(/[\w-]+/y);
      space(true);
      if (quoted === null || quoted === NOT_LITERAL || !take('=')) return NOT_LITERAL;
      const value = pipeline();
      space(false);
      // What follows a value makes it another, and a command is none.
      const isWhole = code.startsWith('}', at) || match(/[;\r\n]+/y) !== null;
      if (!isWhole) match(/[^;\r\n}]+/y);
      entries.push([quoted, isWhole ? value : NOT_LITERAL]);
    }
  }

  function array(): unknown {
    const items: unknown[] = [];
    for (;;) {
      space(true);
      if (take(')')) return items;
      items.push(single());
      space(true);
      if (!take(',') && !code.startsWith(')', at)) return NOT_LITERAL;
    }
  }

  function single(): unknown {
    if (depth >= MAX_DEPTH) return NOT_LITERAL;
    depth += 1;
    space(true);
    // [ordered], [int], [string[]]
    match(/\[\w{1,40}(?:\[\])?\]/y);
    const value = simple();
    depth -= 1;
    return value;
  }

  function simple(): unknown {
    if (take("@'")) return hereString("'");
    if (take('@"')) return hereString('"');
    if (take('@{')) return hashtable();
    if (take('@(')) return array();
    if (take("'")) return singleQuoted();
    if (take('"')) return doubleQuoted();
    if (take('(')) {
      const inner = pipeline();
      space(true);
      return take(')') ? inner : NOT_LITERAL;
    }
    const number = match(/[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?(?![\w.])/y);
    if (number !== null) return Number(number);
    const name = match(/\$\w{1,80}(?![\w.:[])/y)?.slice(1);
    if (name === undefined) return NOT_LITERAL;
    const constant = name.toLowerCase();
    return Object.hasOwn(CONSTANTS, constant) ? CONSTANTS[constant] : lookup(name);
  }

  function pipeline(): unknown {
    let value = single();
    // "a", "b" is an array without its parentheses.
    const items = [value];
    space(false);
    while (take(',')) {
      items.push(single());
      space(false);
    }
    if (items.length > 1) value = items;
    if (!take('|')) return value;
    space(true);
    const json = match(/ConvertTo-Json\b(?:[ \t]+-(?:Depth[ \t]+\d+|Compress))*/iy);
    return json === null ? NOT_LITERAL : value;
  }

  return { pipeline };
}

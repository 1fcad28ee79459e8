import { RE2JS, RE2JSException } from 're2js';

/**
 * Regular expressions of people, matched in time that is linear in the text (docs/decisions/0044). The engine is
 * large, so this file is only loaded when a check needs it (`prepareChecks`).
 */

export type Pattern =
  | {
      readonly ok: true;
      /** Steps that one UTF-16 unit of a text takes at most. */
      readonly size: number;
      /** Whether it occurs in the text; null when that could take too long. */
      readonly test: (text: string) => boolean | null;
    }
  | {
      readonly ok: false;
      /** Says where: names the part that cannot be read. */
      readonly message: string;
    };

/** Instructions of a compiled pattern; `\p{L}{1,20}@.+` has about 50. */
const MAX_SIZE = 2_500;
/** The same, estimated before it is compiled: a few repeats in a row or within each other make a million. */
const MAX_ESTIMATED_SIZE = 10 * MAX_SIZE;
/** Instructions times UTF-16 units. Each takes at most about 10 ns (measured), and most texts far less. */
const MAX_STEPS = 10_000_000;

const TOO_LARGE = 'This pattern is too large. Use smaller repeats.';

export function compilePattern(pattern: string, matchCase: boolean): Pattern {
  const source = pattern.normalize('NFC');
  if (estimateSize(source) > MAX_ESTIMATED_SIZE) return { ok: false, message: TOO_LARGE };
  try {
    const compiled = RE2JS.compile(source, matchCase ? 0 : RE2JS.CASE_INSENSITIVE);
    const size = compiled.programSize();
    if (size > MAX_SIZE) return { ok: false, message: TOO_LARGE };
    return {
      ok: true,
      size,
      test: (text) => (size * text.length > MAX_STEPS ? null : compiled.test(text)),
    };
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    return { ok: false, message: faultIn(source, error) };
  }
}

function faultIn(source: string, error: RE2JSException): string {
  const { error: fault, input } = error as { error?: string | null; input?: string | null };
  // The engine writes its own flag in front.
  const written =
    typeof input === 'string' && !source.includes(input) ? input.replace(/^\(\?i\)/, '') : input;
  const part = typeof written === 'string' && written !== '' ? written : null;
  if (part !== null && /^(\(\?<?[=!]|\\[1-9])/.test(part)) {
    return `${part.startsWith('\\') ? 'Backreferences' : 'Lookarounds'} aren't supported: “${part}”.`;
  }
  const what =
    typeof fault === 'string' ? fault.replace(/^invalid or unsupported Perl/, 'unsupported') : 'invalid';
  const at = part === null ? -1 : source.lastIndexOf(part);
  const where =
    part === null ? '' : `: “${part}”${at < 0 ? '' : ` at character ${[...source.slice(0, at)].length + 1}`}`;
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}${where}.`;
}

/** An upper bound of how large a pattern becomes, about one for each character that it matches. */
function estimateSize(source: string): number {
  const outer: number[] = [];
  let sum = 0;
  let last = 0;
  const add = (size: number) => {
    sum += size;
    last = size;
  };
  const tokens =
    /\\Q[\s\S]*?(?:\\E|$)|\\[\s\S]?|\[\^?\]?(?:\\[\s\S]|[^\\\]])*\]?|\{(\d{1,4})(?:,(\d{0,4}))?\}|[\s\S]/g;
  for (const [token, from, to] of source.matchAll(tokens)) {
    if (token === '(') {
      outer.push(sum);
      sum = 0;
    } else if (token === ')') {
      const inner = sum + 2;
      sum = outer.pop() ?? 0;
      add(inner);
    } else if (from !== undefined) {
      sum -= last;
      add(last * Math.max(1, Number(from), Number(to || 0)) * 2);
    } else add(token.startsWith('\\Q') ? token.length : 1);
  }
  return outer.reduce((all, before) => all + before, sum);
}

import { type FoundHeader, readHeaderObject } from './found-headers';
import { NOT_LITERAL } from './literal-cursor';
import { powershellReader } from './powershell-literal';

/** A request in PowerShell. */
export interface PowershellRequest {
  /** An object, the text of one, or `NOT_LITERAL`; null without a body. */
  readonly body: unknown;
  readonly url: string | null;
  readonly headers: readonly FoundHeader[];
}

const CMDLET = /\b(?:Invoke-RestMethod|Invoke-WebRequest|irm|iwr)\b/i;
const BODY = /\s-Body\s{1,20}/i;
const HEADERS = /\s-Headers\s{1,20}/i;
const URI = /\s-Uri\s{1,20}/i;
/** An address without quotes, which comes first where it is not named. */
const PLAIN_URL = /^\s{0,20}["']?(https?:\/\/[^\s"']{1,2000})/i;
const ASSIGNMENT = /^[ \t]*\$(\w{1,80})[ \t]{0,20}=/gm;

/** The request of the first call; null when the text is no PowerShell. Never throws. */
export function readPowershell(code: string): PowershellRequest | null {
  const cmdlet = CMDLET.exec(code);
  if (cmdlet === null) return null;
  const begin = cmdlet.index + cmdlet[0].length;
  const call = code.slice(begin);
  const lookup = variables(code.slice(0, cmdlet.index));
  const read = (parameter: RegExp): unknown => {
    const found = parameter.exec(call);
    return found && powershellReader(call, found.index + found[0].length, lookup).pipeline();
  };
  const uri = URI.exec(call);
  const afterUri = uri === null ? call : call.slice(uri.index + uri[0].length);
  const named = read(URI);
  const url = typeof named === 'string' ? named : (PLAIN_URL.exec(afterUri)?.[1] ?? null);
  return { body: read(BODY), url, headers: readHeaderObject(read(HEADERS)) };
}

/** Of texts that are named again and again, no more than this many characters are handed out. */
const BUDGET = 2_000_000;

/** Each variable's value before the call; one that is given several has none that is known. */
function variables(code: string): (name: string) => unknown {
  const offsets = new Map<string, number[]>();
  for (const found of code.matchAll(ASSIGNMENT)) {
    const name = (found[1] ?? '').toLowerCase();
    const list = offsets.get(name) ?? [];
    if (list.length === 0) offsets.set(name, list);
    list.push(found.index + found[0].length);
  }
  const known = new Map<string, unknown>();
  let budget = BUDGET;

  function whole(written: string): unknown {
    const name = written.toLowerCase();
    if (known.has(name)) return known.get(name);
    const [from, ...others] = offsets.get(name) ?? [];
    // While it is read it is not known: a variable that names itself has no value.
    known.set(name, NOT_LITERAL);
    if (from === undefined || others.length > 0) return NOT_LITERAL;
    const value = powershellReader(code, from, plain).pipeline();
    known.set(name, value);
    return value;
  }

  /** Within another value only texts and numbers, so that nothing multiplies. */
  function plain(name: string): unknown {
    const value = whole(name);
    const size = typeof value === 'string' ? value.length : 1;
    if ((typeof value === 'object' && value !== null) || size > budget) return NOT_LITERAL;
    budget -= size;
    return value;
  }

  return whole;
}

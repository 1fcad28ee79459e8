import { type JsonBounds, type JsonExcess, jsonExcess, WIRE_JSON_BOUNDS } from './json-meter';

/** Small tools for reading JSON that somebody else wrote. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text when there is any in it, else null. Numbers are taken as text (`"code": 400`). */
export function asText(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly why: 'not_json' | JsonExcess };

/**
 * Parses JSON, and Python's idea of it: `NaN`, `Infinity` and `-Infinity` outside of strings, which `json.dumps`
 * writes without asking and JSON forbids. What is nested too deeply, or holds too many lists and objects, is not parsed at all.
 * @param bounds null for what our own server wrote
 */
export function parseWireJson(text: string, bounds: JsonBounds | null = WIRE_JSON_BOUNDS): ParsedJson {
  const excess = bounds && jsonExcess(text, bounds);
  if (excess !== null) return { ok: false, why: excess };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    if (!/NaN|Infinity/.test(text)) return { ok: false, why: 'not_json' };
  }
  const repaired = withoutPythonNumbers(text);
  try {
    if (repaired !== null) return { ok: true, value: JSON.parse(repaired) };
  } catch {
    // Something else is wrong as well.
  }
  return { ok: false, why: 'not_json' };
}

/**
 * Writes Python's numbers as JSON has them, outside of strings only; null where a string is not closed, which is no JSON. Strings
 * are walked by hand: a pattern for a whole string begins anew at every quotation mark of one that does not end.
 */
function withoutPythonNumbers(text: string): string | null {
  const next = /"|-?\b(?:NaN|Infinity)\b/g;
  const pieces: string[] = [];
  let from = 0;
  for (let found = next.exec(text); found !== null; found = next.exec(text)) {
    if (found[0] === '"') {
      const end = stringEnd(text, next.lastIndex);
      if (end === -1) return null;
      next.lastIndex = end;
    } else {
      pieces.push(text.slice(from, found.index), found[0] === '-Infinity' ? '-1e999' : 'null');
      from = next.lastIndex;
    }
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}

/** The index behind the quotation mark that ends a string; −1: nothing ends it. */
function stringEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5c) at += 1;
    else if (code === 0x22) return at + 1;
  }
  return -1;
}

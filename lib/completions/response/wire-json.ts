/** Small tools for reading JSON that somebody else wrote. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text when there is any in it, else null. Numbers are taken as text (`"code": 400`). */
export function asText(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

export type ParsedJson = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/**
 * Parses JSON, and Python's idea of it: `NaN`, `Infinity` and `-Infinity` outside of strings, which `json.dumps`
 * writes without asking and JSON forbids.
 */
export function parseWireJson(text: string): ParsedJson {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    if (!/NaN|Infinity/.test(text)) return { ok: false };
  }
  try {
    // The first alternative walks over whole strings, so that the words are only replaced outside of them.
    const repaired = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
      found.startsWith('"') ? found : found === '-Infinity' ? '-1e999' : 'null',
    );
    return { ok: true, value: JSON.parse(repaired) };
  } catch {
    return { ok: false };
  }
}

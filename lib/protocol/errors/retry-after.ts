/** Reads one header; null or undefined without one. Names are in lower case. */
export type HeaderReader = (name: string) => string | null | undefined;

/** Takes a `Headers` look-alike, Node's header object, or a function. */
export function headerReader(
  headers: HeaderReader | Readonly<Record<string, string | readonly string[] | undefined>>,
): HeaderReader {
  if (typeof headers === 'function') return headers;
  const lower = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const text = typeof value === 'string' ? value : value?.[0];
    if (text !== undefined) lower.set(name.toLowerCase(), text);
  }
  return (name) => lower.get(name);
}

/**
 * How long the server asks us to wait, in milliseconds: `retry-after-ms` first (the more precise one), then
 * `Retry-After` as seconds or as an HTTP date. Null when it says nothing, or nothing sensible.
 * @param now epoch milliseconds
 */
export function readRetryAfter(header: HeaderReader, now: number): number | null {
  const fine = readNumber(header('retry-after-ms'));
  if (fine !== null) return Math.round(fine);
  const raw = header('retry-after');
  const seconds = readNumber(raw);
  if (seconds !== null) return Math.round(seconds * 1000);
  // Only texts with letters: Date.parse also accepts "-5" and "12/1" as dates.
  if (typeof raw !== 'string' || !/[a-z]/i.test(raw)) return null;
  const at = Date.parse(raw);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

function readNumber(value: string | null | undefined): number | null {
  if (typeof value !== 'string' || !/^\s*\d+(\.\d+)?\s*$/.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/**
 * Stop texts are typed with common escapes:
 * , \t, \r and \\. After any other backslash, the text stays as it is.
 */
export function readStopText(typed: string): string {
  return typed.replace(/\\([ntr\\])/g, (_whole, letter: string) => ESCAPES[letter] ?? letter);
}

/** The text as it would be typed. */
export function writeStopText(text: string): string {
  return text.replace(/[\n\t\r\\]/g, (character) => WRITTEN[character] ?? character);
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', '\\': '\\' };
const WRITTEN: Record<string, string> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '\\': '\\\\' };

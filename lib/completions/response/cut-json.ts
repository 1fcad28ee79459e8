import { MAX_JSON_DEPTH } from './json-meter';
import { type ParsedJson, parseWireJson } from './wire-json';

/**
 * Makes the best of a JSON text that ended too early: closes what is open, or goes back to the last whole member and
 * closes there, so that the text of a completion whose body was cut is not thrown away.
 * @returns null when the text was not cut, but is simply wrong
 */
export function parseCutJson(text: string): ParsedJson | null {
  /** What closes each list and object that is open, the innermost last. */
  const open: string[] = [];
  const closing = () => open.toReversed().join('');
  /** Where the last whole member ends, and what closed it there; null as long as that is still the beginning of `open`. */
  let member: { at: number; depth: number; closing: string | null } = { at: 0, depth: 0, closing: '' };
  let inString = false;
  let escapeAt = -1;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) {
        escapeAt = at;
        at += 1;
      } else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b || code === 0x5b) {
      open.push(code === 0x7b ? '}' : ']');
      if (open.length > MAX_JSON_DEPTH) return { ok: false, why: 'too_deep' };
    } else if (code === 0x7d || code === 0x5d) {
      if (open.length === member.depth) member.closing ??= closing();
      open.pop();
    } else if (code === 0x2c) member = { at, depth: open.length, closing: null };
  }
  if (!inString && open.length === 0) return null;
  // A string that was cut within `\` or `\u12` loses that beginning.
  const cutEscape = inString && escapeAt >= 0 && text.length - escapeAt < escapeLength(text, escapeAt);
  const whole = cutEscape ? text.slice(0, escapeAt) : text;
  const closed = parseWireJson(`${whole}${inString ? '"' : ''}${closing()}`);
  if (closed.ok) return closed;
  const atMember = member.closing ?? open.slice(0, member.depth).toReversed().join('');
  return parseWireJson(`${text.slice(0, member.at)}${atMember}`);
}

function escapeLength(text: string, at: number): number {
  return text[at + 1] === 'u' ? 6 : 2;
}

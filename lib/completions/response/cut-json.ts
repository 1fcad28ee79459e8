import { type ParsedJson, parseWireJson } from './wire-json';

/**
 * Makes the best of a JSON text that ended too early: closes what is open, or goes back to the last whole member and
 * closes there, so that the text of a completion whose body was cut is not thrown away.
 * @returns null when the text was not cut, but is simply wrong
 */
export function parseCutJson(text: string): ParsedJson | null {
  let open = '';
  let inString = false;
  let escapeAt = -1;
  let lastMember = { at: 0, open: '' };
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === 0x5c) {
        escapeAt = at;
        at += 1;
      } else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x7b) open = `}${open}`;
    else if (code === 0x5b) open = `]${open}`;
    else if (code === 0x7d || code === 0x5d) open = open.slice(1);
    else if (code === 0x2c) lastMember = { at, open };
  }
  if (!inString && open === '') return null;
  // A string that was cut within `\` or `\u12` loses that beginning.
  const cutEscape = inString && escapeAt >= 0 && text.length - escapeAt < escapeLength(text, escapeAt);
  const whole = cutEscape ? text.slice(0, escapeAt) : text;
  const closed = parseWireJson(`${whole}${inString ? '"' : ''}${open}`);
  if (closed.ok) return closed;
  return parseWireJson(`${text.slice(0, lastMember.at)}${lastMember.open}`);
}

function escapeLength(text: string, at: number): number {
  return text[at + 1] === 'u' ? 6 : 2;
}

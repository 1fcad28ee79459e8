import { commonEnd, commonStart } from '../text/common-ends';

/**
 * A text field of a browser knows one line end. Texts know three, and a model reads the difference: these keep what a text
 * had while it is edited in such a field.
 */

/** As a field shows it. */
export function shownText(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

export interface Edit {
  /** In the text as it was shown. */
  readonly start: number;
  readonly end: number;
  /** What stands there now, with line ends of its own. */
  readonly inserted: string;
}

/**
 * The text after an edit in the field: what was not touched keeps its line ends. A line end that is typed becomes one of
 * the kind that the text has, where it has only one.
 * @param shown what the field shows now
 * @param pasted the edit, where it is known exactly; otherwise the difference counts
 */
export function editedText(text: string, shown: string, pasted?: Edit): string {
  const before = shownText(text);
  if (pasted) {
    const { start, end, inserted } = pasted;
    if (before.slice(0, start) + shownText(inserted) + before.slice(end) === shown) {
      return joined(text.slice(0, offsetIn(text, start)), inserted, text.slice(offsetIn(text, end)));
    }
  }
  if (!text.includes('\r')) return shown;
  const start = commonStart(before, shown);
  const end = commonEnd(before, shown, start);
  const typed = shown.slice(start, shown.length - end);
  const only = onlyLineEnd(text);
  return joined(
    text.slice(0, offsetIn(text, start)),
    only === null ? typed : typed.replaceAll('\n', only),
    text.slice(offsetIn(text, before.length - end)),
  );
}

/** A CR and an LF that come to stand side by side would be one line end where the field shows two. */
function joined(...parts: readonly string[]): string {
  return parts.reduce((text, part) => {
    if (!part.startsWith('\n')) return text + part;
    let end = text.length;
    while (text.charCodeAt(end - 1) === 13) end -= 1;
    return text.slice(0, end) + '\n'.repeat(text.length - end) + part;
  });
}

/** Where a place of the shown text is in the text itself. */
function offsetIn(text: string, shownOffset: number): number {
  let at = 0;
  for (let left = shownOffset; left > 0; left -= 1) {
    at += text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 1;
  }
  return at;
}

/** `\r\n` or `\r`, where all line ends of the text are of that kind. */
function onlyLineEnd(text: string): '\r\n' | '\r' | null {
  const { crlf, cr, lf } = lineEnds(text);
  if (lf > 0 || (crlf > 0 && cr > 0)) return null;
  return crlf > 0 ? '\r\n' : '\r';
}

export interface LineEnds {
  readonly crlf: number;
  readonly cr: number;
  readonly lf: number;
}

export function lineEnds(text: string): LineEnds {
  let crlf = 0;
  let cr = 0;
  let lf = 0;
  for (const [end] of text.matchAll(/\r\n?|\n/g)) {
    if (end === '\r\n') crlf += 1;
    else if (end === '\r') cr += 1;
    else lf += 1;
  }
  return { crlf, cr, lf };
}

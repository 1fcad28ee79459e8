import { commonEnd, commonStart } from '../text/common-ends';

/**
 * A browser's text field has only one kind of line end. Texts have three, and a model reads the difference:
 * these functions preserve a text's line ends while it is edited in such a field.
 */

/** As a text field shows it. */
export function shownText(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

export interface Edit {
  /** Offsets in the text as it was shown. */
  readonly start: number;
  readonly end: number;
  /** The new text in this range, with its own line ends. */
  readonly inserted: string;
}

/**
 * The text after an edit in the field: unchanged parts keep their line ends. A typed line end becomes the
 * kind that the text has, if it has only one.
 * @param shown what the field shows now
 * @param pasted the edit, if it is known exactly; otherwise the difference is used
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

/** A CR and an LF that become neighbours would be one line end where the field shows two. */
function joined(...parts: readonly string[]): string {
  return parts.reduce((text, part) => {
    if (!part.startsWith('\n')) return text + part;
    let end = text.length;
    while (text.charCodeAt(end - 1) === 13) end -= 1;
    return text.slice(0, end) + '\n'.repeat(text.length - end) + part;
  });
}

/** The offset in the text for an offset in the shown text. */
function offsetIn(text: string, shownOffset: number): number {
  let at = 0;
  for (let left = shownOffset; left > 0; left -= 1) {
    at += text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 1;
  }
  return at;
}

/**
 * `\r
 * ` or `\r`, when all line ends of the text are of that kind.
 */
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

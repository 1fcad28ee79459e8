/** A word is not cut, unless it is longer than any. */
const MAX_WORD = 200;

/** The end of a text, from the beginning of a word on; at most that long. */
export function endOf(text: string, length: number): string {
  if (length >= text.length) return text;
  const end = text.slice(text.length - Math.max(0, length));
  const space = end.slice(0, MAX_WORD).search(/\s/);
  if (space > 0 && !/\s/.test(text[text.length - length - 1] ?? '')) return end.slice(space);
  // Half of a character is none.
  return /^[\uDC00-\uDFFF]/.test(end) ? end.slice(1) : end;
}

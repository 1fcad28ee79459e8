/** What of a suggestion is taken at once, and where one may stand. */

export type SuggestionPart = 'word' | 'line' | 'all';

/** The beginning of a suggestion, with the white space before it. */
export function suggestionPart(text: string, part: SuggestionPart): string {
  if (part === 'all') return text;
  const start = firstNonBlank(text);
  if (start === text.length) return text;
  const end = part === 'line' ? lineEnd(text, start) : wordEnd(text, start);
  return text.slice(0, end);
}

function firstNonBlank(text: string): number {
  const at = text.search(/\S/);
  return at < 0 ? text.length : at;
}

/** Without its line break: the cursor stays on the line. */
function lineEnd(text: string, from: number): number {
  const at = text.slice(from).search(/[\r\n]/);
  return at < 0 ? text.length : from + at;
}

/** Scripts that put no spaces between words. */
const UNSPACED =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Thai}|\p{Script=Khmer}|\p{Script=Lao}|\p{Script=Myanmar}/u;

function wordEnd(text: string, from: number): number {
  const blank = text.slice(from).search(/\s/);
  const end = blank < 0 ? text.length : from + blank;
  const run = text.slice(from, end);
  if (!UNSPACED.test(run)) return end;
  const [first] = new Intl.Segmenter(undefined, { granularity: 'word' }).segment(run);
  return from + (first?.segment.length ?? run.length);
}

/** A suggestion stands at the end of a line, or before white space or punctuation; never inside a word. */
export function isSuggestionPlace(text: string, at: number): boolean {
  const next = text.slice(at, at + 2);
  return next === '' || /^[\s\p{P}]/u.test(next);
}

/**
 * The text before the cursor as it is sent. A single space at its end is left out: models write the space as the
 * beginning of the next word, and continue badly after one.
 */
export function suggestionPrompt(
  text: string,
  at: number,
): { readonly prompt: string; readonly skip: string } {
  const hasSpace = at >= 2 && text[at - 1] === ' ' && /\S/.test(text[at - 2] ?? '');
  return hasSpace ? { prompt: text.slice(0, at - 1), skip: ' ' } : { prompt: text.slice(0, at), skip: '' };
}

/**
 * Cuts texts into units to compare: words, sentences, lines. Units joined are the text again, and no boundary
 * is inside a character as people see it (a surrogate pair, a letter with its accents, an emoji of several
 * code points), so that a mark never splits one.
 */

/** What attaches to the character before it: marks, joiners, skin tones, tags of flags. */
const JOINS = String.raw`\p{M}\u200c\u200d\uff9e\uff9f\u{1f3fb}-\u{1f3ff}\u{e0020}-\u{e007f}`;
/** … and the emoji that a joiner attaches to the character before it. */
const JOINED = String.raw`(?:[${JOINS}]|(?<=\u200d)\p{Extended_Pictographic})`;
/** Signs of some scripts that attach to the character after them. */
const PREPENDED = String.raw`[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\u{110bd}\u{110cd}\u{111c2}\u{111c3}\u{113d1}\u{1193f}\u{11941}\u{11a3a}\u{11a84}-\u{11a89}\u{11d46}\u{11f02}]`;
const LETTERS = String.raw`(?!${PREPENDED})[\p{L}\p{N}\p{Pc}]`;
const WORD = String.raw`${LETTERS}(?:${LETTERS}|${JOINED}|${PREPENDED}+(?=${LETTERS})|['’](?=\p{L}))*`;
/** A word; a line break; white space within a line; any other character, flags as pairs. */
const WORDS = new RegExp(
  String.raw`${PREPENDED}+(?:${WORD}|\r\n|(?:\p{RI}\p{RI}|[\s\S])?${JOINED}*)|${WORD}|\r\n|[\r\n]|[^\S\r\n]+${JOINED}*|(?:\p{RI}\p{RI}|[\s\S])${JOINED}*`,
  'gu',
);
/** One character as people see it; at worst two that a stricter rule would separate. */
const CHARACTERS = new RegExp(String.raw`\r\n|(?:\p{RI}\p{RI}|[\s\S])${JOINED}*`, 'gu');
/** Scripts that are written without spaces: their words need a dictionary. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Code points that are, or may be, in a character together with others. */
const COMPOSED =
  /[\p{M}\p{Cf}\p{Cs}\u1100-\u11ff\ua960-\ua97f\uac00-\ud7ff\uff9e\uff9f\u{10000}-\u{10ffff}]/u;

/**
 * A segmenter's time per segment grows with the whole string (measured: 25 s for 200 kB at once, 0.1 s in
 * chunks of 1,000), so it never gets more than this.
 */
const MAX_SEGMENT_LENGTH = 1_000;

const segmenters = new Map<string, Intl.Segmenter>();

function segmenter(granularity: 'grapheme' | 'word' | 'sentence'): Intl.Segmenter {
  let known = segmenters.get(granularity);
  if (known === undefined) {
    // A fixed language, so that two people see the same marks.
    known = new Intl.Segmenter('en', { granularity });
    segmenters.set(granularity, known);
  }
  return known;
}

/** Words, white space, and every other character on its own. Chinese, Japanese, Thai … by a dictionary. */
export function splitWords(text: string): string[] {
  const units: string[] = [];
  for (const unit of text.match(WORDS) ?? []) {
    if (unit.length === 1 || !UNSPACED.test(unit)) units.push(unit);
    else splitUnspaced(unit, units);
  }
  return units;
}

function splitUnspaced(text: string, units: string[]): void {
  for (const chunk of chunks(text)) {
    // A dictionary's boundary inside a character is ignored. Most texts have no character of several code
    // points.
    let borders: Set<number> | null = null;
    if (COMPOSED.test(chunk)) {
      borders = new Set();
      for (const { index } of segmenter('grapheme').segment(chunk)) borders.add(index);
    }
    let from = 0;
    for (const { index } of segmenter('word').segment(chunk)) {
      if (index === 0 || borders?.has(index) === false) continue;
      units.push(chunk.slice(from, index));
      from = index;
    }
    units.push(chunk.slice(from));
  }
}

/** Chunks short enough for a segmenter, cut between characters. */
function chunks(text: string): string[] {
  if (text.length <= MAX_SEGMENT_LENGTH) return [text];
  const result: string[] = [];
  let from = 0;
  while (text.length - from > MAX_SEGMENT_LENGTH) {
    const to = characterStart(text, from + MAX_SEGMENT_LENGTH);
    if (to <= from) break;
    result.push(text.slice(from, to));
    from = to;
  }
  result.push(text.slice(from));
  return result;
}

/**
 * Sentences, and the white space after each as a unit of its own, so that a text's last sentence equals the
 * same one in the middle of another text. A line break ends a sentence.
 */
export function splitSentences(text: string): string[] {
  const units: string[] = [];
  for (const line of splitLines(text)) {
    if (!SENTENCE_END.test(line)) {
      pushTrimmed(line, units);
      continue;
    }
    for (const chunk of chunks(line)) {
      for (const { segment } of segmenter('sentence').segment(chunk)) pushTrimmed(segment, units);
    }
  }
  return units;
}

/** Where a sentence may end within a line. Many lines are one sentence, and need no segmenter. */
const SENTENCE_END = /[.!?\p{Sentence_Terminal}]\s*\S/u;

function pushTrimmed(segment: string, units: string[]): void {
  // Not a regular expression: one that looks for space at the end is slow on long runs of space in the
  // middle. And a sign may take the space behind it into its character.
  const body = segment.slice(0, characterStart(segment, segment.trimEnd().length));
  if (body !== '') units.push(body);
  if (body.length < segment.length) units.push(segment.slice(body.length));
}

/** Lines with their line break (`\n`, `\r\n` or `\r`); the last one may have none. */
export function splitLines(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}

/** Characters as people count them: an emoji of several code points is one, and so is a letter with its accents. */
export function countCharacters(text: string): number {
  return text.match(CHARACTERS)?.length ?? 0;
}

/** How far around an offset the boundary of a character is searched; the longest emoji are shorter. */
const AROUND = 200;

/** The last character boundary at or before an offset (UTF-16 units). Looks only at the surrounding text. */
export function characterStart(text: string, offset: number): number {
  if (offset <= 0) return 0;
  if (offset >= text.length) return text.length;
  // Between two plain characters there is always a boundary, except in CRLF.
  const before = text.charCodeAt(offset - 1);
  const after = text.charCodeAt(offset);
  if (before < 0x300 && after < 0x300) return before === 0x0d && after === 0x0a ? offset - 1 : offset;
  let from = Math.max(0, offset - AROUND);
  if (from > 0 && isLowSurrogate(text.charCodeAt(from))) from -= 1;
  let start = from;
  for (const { index } of segmenter('grapheme').segment(text.slice(from, offset + AROUND))) {
    if (from + index > offset) break;
    start = from + index;
  }
  return start;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** The longest beginning that two texts share, in UTF-16 units, ending at a character boundary in both. */
export function commonPrefixLength(a: string, b: string): number {
  const max = Math.min(a.length, b.length);
  let length = 0;
  while (length < max && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  // Going back in one may leave the boundary of the other: repeat until both agree.
  for (;;) {
    const agreed = characterStart(b, characterStart(a, length));
    if (agreed === length) return length;
    length = agreed;
  }
}

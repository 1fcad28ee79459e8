import { readAs } from './look-alikes';

/**
 * Letters and digits for a comparison that ignores spelling: without case, accents, width and ligatures, and
 * with letters of the same shape from different alphabets treated as equal. Everything else (white space,
 * punctuation, invisible characters) is not a letter.
 */

/** ASCII: lower case, or nothing. */
const ASCII: readonly string[] = Array.from({ length: 128 }, (_, unit) => {
  const character = String.fromCharCode(unit);
  return /[A-Za-z0-9]/.test(character) ? character.toLowerCase() : '';
});

/** Accents; not the vowel signs of Indian scripts, nor the marks that turn か into が. */
const ACCENTS =
  /[\u0300-\u036f]|[\u0591-\u05c7]|[\u064b-\u065f]|\u0670|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe00-\ufe0f]|[\ufe20-\ufe2f]/gu;
const NO_LETTERS = /[^\p{L}\p{M}\p{N}]/gu;

const MAX_KNOWN = 20_000;
const known = new Map<number, string>();

/**
 * What a code point is compared as; empty when it is not a letter. More than one unit for a ligature or a
 * syllable.
 */
export function foldLetter(codePoint: number): string {
  if (codePoint < 128) return ASCII[codePoint] as string;
  const before = known.get(codePoint);
  if (before !== undefined) return before;
  const letters = readAs(String.fromCodePoint(codePoint))
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .replace(NO_LETTERS, '');
  const folded = Array.from(letters, readAs).join('');
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(codePoint, folded);
  return folded;
}

/** Belongs to the preceding letter or is invisible: accents, joiners, direction marks. */
export function isUnseen(codePoint: number): boolean {
  if (codePoint < 0xad) return false;
  return /^[\p{Cf}\p{Mn}\p{Me}]$/u.test(String.fromCodePoint(codePoint));
}

export function foldLetters(text: string): string {
  let folded = '';
  for (const character of text) folded += foldLetter(character.codePointAt(0) as number);
  return folded;
}

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

/**
 * Letters of other alphabets that look like Latin ones (Cyrillic, Greek), small capitals, and a few more; by
 * the shape of the capital when upper and lower case differ. Written as numbers, since nobody could
 * distinguish them here.
 */
const PAIRS = [
  [
    '\u0430\u0432\u0441\u0501\u0435\u04bb\u0456\u0458\u043a\u04cf\u043c\u043d\u043e\u0440\u051b\u0455\u0442\u0443\u0445\u0475\u051d',
    'abcdehijklmhopqstyxvw',
  ],
  [
    '\u03b1\u03b2\u03b5\u03b6\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7\u03f2\u03f3',
    'abezhikmnoptyxcj',
  ],
  [
    '\u1d00\u0299\u1d04\u1d05\u1d07\ua730\u0262\u029c\u026a\u1d0a\u1d0b\u029f\u1d0d\u0274\u1d0f\u1d18\ua7af\u0280\ua731\u1d1b\u1d1c\u1d20\u1d21\u028f\u1d22',
    'abcdefghijklmnopqrstuvwyz',
  ],
  ['\u0251\u0261\u0131\u0585\u057d\u0237\u01eb', 'agioujq'],
] as const;

const LATIN = new Map<string, string>();
for (const [others, latin] of PAIRS) {
  for (let at = 0; at < others.length; at += 1) LATIN.set(others.charAt(at), latin.charAt(at));
}

const FIGURE = /^\p{Nd}$/u;

/**
 * What a folded letter is read as: the Latin letter that looks like it, or a digit of any script by its
 * value.
 */
function readAs(character: string): string {
  const latin = LATIN.get(character);
  if (latin !== undefined) return latin;
  if (!FIGURE.test(character)) return character;
  // The digits of a script are consecutive, from its zero on.
  const codePoint = character.codePointAt(0) as number;
  let value = 0;
  while (value < 100 && FIGURE.test(String.fromCodePoint(codePoint - value - 1))) value += 1;
  return String(value % 10);
}

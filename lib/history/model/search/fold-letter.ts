/**
 * Which letters a search treats as the same, for every script. Marks that are often omitted are dropped
 * (accents, niqqud, harakat, nuktas); marks that make another word stay (vowel signs, viramas, Thai tones,
 * voicing of kana). Computed once per letter and cached.
 */

/** Listed here because Unicode does not decompose these letters. */
const ALIKE = new Map(
  Object.entries({
    // Latin letters with a stroke or a hook, and ligatures.
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    þ: 'th',
    ø: 'o',
    ɵ: 'o',
    ɔ: 'o',
    ł: 'l',
    ƚ: 'l',
    ɫ: 'l',
    đ: 'd',
    ð: 'd',
    ɖ: 'd',
    ɗ: 'd',
    ħ: 'h',
    ŧ: 't',
    ƭ: 't',
    ʈ: 't',
    ŋ: 'n',
    ɲ: 'n',
    ı: 'i',
    ɨ: 'i',
    ɩ: 'i',
    ə: 'e',
    ǝ: 'e',
    ɛ: 'e',
    ɓ: 'b',
    ƃ: 'b',
    ƈ: 'c',
    ƒ: 'f',
    ɠ: 'g',
    ǥ: 'g',
    ĸ: 'k',
    ƙ: 'k',
    ƥ: 'p',
    ɍ: 'r',
    ʉ: 'u',
    ʋ: 'v',
    ƴ: 'y',
    ƶ: 'z',
    // Forms used at the end of a word: a prefix being typed may end there.
    ς: 'σ',
    ך: 'כ',
    ם: 'מ',
    ן: 'נ',
    ף: 'פ',
    ץ: 'צ',
    // Cyrillic
    ґ: 'г',
    // Arabic letters that are written for one another, within one language or between related ones.
    '\u0671': '\u0627',
    '\u0649': '\u064a',
    '\u06cc': '\u064a',
    '\u06a9': '\u0643',
    '\u0629': '\u0647',
    '\u06c1': '\u0647',
    '\u06be': '\u0647',
    '\u06d5': '\u0647',
    // Candrabindu as anusvara: Hindi uses both.
    '\u0901': '\u0902',
  }),
);

const APOSTROPHE = /[\u00b4\u02b9-\u02bf\u02c8\u2018-\u201b\u2032\ua78c\uff07]/u;
const QUOTE = /[\u201c-\u201f\u2033\uff02]/u;
const HYPHEN = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/u;

/** Symbols stay whole (`™` at the end of a name is not `tm`), except full-width forms and Han radicals. */
const TAKEN_APART = /[\p{L}\p{N}\p{M}\u2e80-\u2fdf\uff00-\uffef]/u;
const LEFT_OUT =
  /[\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}\u0640\u093c\u09bc\u0a3c\u0abc\u0b3c\u0c3c\u0cbc]/u;
const MARK = /\p{M}/u;
/**
 * Scripts that are written with and without their marks. Inherited marks, such as accents, go with any
 * letter.
 */
const MARKS_LEFT_OUT =
  /[\p{Script=Inherited}\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Coptic}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Ethiopic}]/u;
const VOICING_OF_KANA = /[\u3099\u309a]/u;
const DIGIT = /\p{Nd}/u;
const KATAKANA = /[\u30a1-\u30f6\u30fd\u30fe]/u;
const TO_HIRAGANA = 0x60;

export const ZERO_WIDTH_SPACE = '\u200b';

/** By code point. */
const folded: string[] = [];

/** @param code a code point; a lone surrogate separates words, as U+0000 does */
export function foldLetter(code: number): string {
  folded[code] ??= fold(String.fromCodePoint(code));
  return folded[code];
}

function fold(letter: string): string {
  if (letter === '\0' || /^\p{Surrogate}$/u.test(letter)) return ' ';
  if (letter === ZERO_WIDTH_SPACE) return letter;
  if (!TAKEN_APART.test(letter)) return foldPart(letter.toLowerCase()).normalize('NFC');
  const parts = letter.normalize('NFKD').toLowerCase().normalize('NFKD');
  return [...parts].map(foldPart).join('').normalize('NFC');
}

function foldPart(part: string): string {
  if (APOSTROPHE.test(part)) return "'";
  if (QUOTE.test(part)) return '"';
  if (HYPHEN.test(part)) return '-';
  if (LEFT_OUT.test(part)) return '';
  if (MARK.test(part) && MARKS_LEFT_OUT.test(part) && !VOICING_OF_KANA.test(part)) return '';
  // Via the capital: some letters have two lower-case forms.
  const small = MARK.test(part) ? part : part.toUpperCase().toLowerCase();
  if (small !== part) return [...small].map(foldPart).join('');
  const alike = ALIKE.get(part);
  if (alike !== undefined) return alike;
  if (KATAKANA.test(part)) return String.fromCodePoint((part.codePointAt(0) ?? 0) - TO_HIRAGANA);
  return DIGIT.test(part) ? digitValue(part) : part;
}

/** The digits of a script are consecutive, zero first; some scripts have several sets side by side. */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (DIGIT.test(String.fromCodePoint(code - before - 1))) before += 1;
  return String(before % 10);
}

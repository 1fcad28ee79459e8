/** How a folded text falls into words. */

/** A letter of a script that is written without spaces between words. */
export const UNSPACED = `(?:(?=[\\p{L}\\p{N}\\p{M}])[${[
  '\\p{scx=Han}',
  '\\p{scx=Hiragana}',
  '\\p{scx=Katakana}',
  '\\p{scx=Bopomofo}',
  '\\p{sc=Yi}',
  '\\p{sc=Tangut}',
  '\\p{sc=Nushu}',
  '\\p{sc=Thai}',
  '\\p{sc=Lao}',
  '\\p{sc=Khmer}',
  '\\p{sc=Myanmar}',
  '\\p{sc=Tai_Le}',
  '\\p{sc=New_Tai_Lue}',
  '\\p{sc=Tai_Tham}',
  '\\p{sc=Tai_Viet}',
  '\\p{sc=Javanese}',
  '\\p{sc=Balinese}',
].join('')}])`;
/** A letter of any other script. */
export const SPACED = `(?:(?!${UNSPACED})[\\p{L}\\p{N}\\p{M}])`;
/** Signs that stand for themselves, one after the other. */
const EMOJI = '[\\p{Extended_Pictographic}\\p{Regional_Indicator}]';

const WORD = new RegExp(`(${SPACED}+)|${UNSPACED}+|${EMOJI}+`, 'gu');
const ASCII_WORD = /[a-z0-9]+/g;

/** More of a word is in no index: one of a hundred thousand letters is no word. */
const MAX_WORD_UNITS = 64;

export interface Word {
  readonly text: string;
  /** Written without spaces: what it is made of can stand anywhere in such a text, and has no beginning or end. */
  readonly isRun: boolean;
}

/** The words of a folded text, in order. */
export function splitWords(folded: string): Word[] {
  return Array.from(folded.matchAll(WORD), ([text, spaced]) => ({ text, isRun: spaced === undefined }));
}

/** What the indexes hold of a folded text: each of its words once; of a run without spaces each letter and each two. */
export function indexWords(folded: string): Set<string> {
  if (!/\P{ASCII}/u.test(folded)) return new Set(folded.match(ASCII_WORD)?.map(cutWord));
  const words = new Set<string>();
  for (const { text, isRun } of splitWords(folded)) {
    if (!isRun) words.add(cutWord(text));
    else {
      const letters = [...text];
      for (const [at, letter] of letters.entries()) {
        words.add(letter);
        if (at > 0) words.add((letters[at - 1] ?? '') + letter);
      }
    }
  }
  return words;
}

export interface LookedUp {
  /** All of these are in the index where the word is. */
  readonly words: readonly string[];
  /** The word is a beginning of what is in the index. */
  readonly isBeginning: boolean;
  /** Texts that have all of these may still lack the word. */
  readonly isCertain: boolean;
}

/** So many pairs of a run are looked up; more would hardly leave out another text. */
const MAX_PAIRS = 12;

/** What to look up in the index for a word. */
export function lookUpWord({ text, isRun }: Word): LookedUp {
  if (!isRun) {
    const word = cutWord(text);
    return { words: [word], isBeginning: true, isCertain: word === text };
  }
  const letters = [...text];
  if (letters.length <= 2) return { words: [text], isBeginning: false, isCertain: true };
  const pairs = letters.slice(1).map((letter, at) => (letters[at] ?? '') + letter);
  const words = [...new Set(pairs)].slice(0, MAX_PAIRS);
  return { words, isBeginning: false, isCertain: false };
}

function cutWord(word: string): string {
  if (word.length <= MAX_WORD_UNITS) return word;
  const cut = word.slice(0, MAX_WORD_UNITS);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

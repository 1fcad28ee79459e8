/** How a folded text is split into words. */

/** A letter of a script that puts no spaces between words. */
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
/** Each of these signs is a word of its own. */
const EMOJI = '[\\p{Extended_Pictographic}\\p{Regional_Indicator}]';

const WORD = new RegExp(`(${SPACED}+)|${UNSPACED}+|${EMOJI}+`, 'gu');
const ASCII_WORD = /[a-z0-9]+/g;

/** The indexes hold no more of a word: a word of a hundred thousand letters is not a word. */
const MAX_WORD_UNITS = 64;

export interface Word {
  readonly text: string;
  /** Written without spaces: its parts can occur anywhere in such a text, and have no beginning or end. */
  readonly isRun: boolean;
}

/** The words of a folded text, in order. */
export function splitWords(folded: string): Word[] {
  return Array.from(folded.matchAll(WORD), ([text, spaced]) => ({ text, isRun: spaced === undefined }));
}

/**
 * What the indexes store of a folded text: each word once; for a run without spaces each letter and each
 * pair.
 */
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
  /** Whenever the word is in a text, the index has all of these. */
  readonly words: readonly string[];
  /** The word is a prefix of what is in the index. */
  readonly isBeginning: boolean;
  /** False: texts with all of these may still lack the word. */
  readonly isCertain: boolean;
}

/** How many pairs of a run are looked up; more would hardly exclude another text. */
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

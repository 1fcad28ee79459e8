import { foldText } from '@/lib/history/model/search/fold-text';
import { indexWords } from '@/lib/history/model/search/split-words';

/** The searchable texts of a run, as written. */
export interface SearchedTexts {
  readonly title: string | null;
  readonly note: string | null;
  readonly prompt: string | null;
  readonly output: string | null;
  /** What its line in the history shows. */
  readonly shown: string;
}

/** What the indexes store of a run, folded. */
export interface IndexEntry {
  readonly words: readonly string[];
  readonly shown: string;
}

/** A run with its index entry. The database adds the facets itself. */
export interface RunToIndex {
  readonly runId: string;
  readonly position: number;
  readonly entry: IndexEntry;
}

/**
 * Postgres stores at most a megabyte of words per run, each with four bytes on top, and a letter has at most
 * three.
 */
const MAX_WORD_BYTES = 900_000;

export function indexEntry({ title, note, prompt, output, shown }: SearchedTexts): IndexEntry {
  const words = new Set<string>();
  let bytes = 0;
  for (const text of [title, note, prompt, output]) {
    if (text === null) continue;
    for (const word of indexWords(foldText(text))) {
      if (words.has(word)) continue;
      bytes += word.length * 3 + 8;
      if (bytes > MAX_WORD_BYTES) return { words: [...words], shown: foldText(shown) };
      words.add(word);
    }
  }
  return { words: [...words], shown: foldText(shown) };
}

/** Trigrams of a search that are looked up; more would hardly exclude another run. */
export const MAX_TRIGRAMS = 40;

/** Every three consecutive letters of a folded text, each once. */
export function trigramsOf(folded: string): string[] {
  const letters = [...folded];
  const trigrams = new Set<string>();
  for (let at = 0; at + 3 <= letters.length; at += 1) trigrams.add(letters.slice(at, at + 3).join(''));
  return [...trigrams];
}

/** A 32-bit number for each trigram; two that share a number only cause a needless check. */
export function trigramNumbers(folded: string): number[] {
  return [...new Set(trigramsOf(folded).map(hashOf))];
}

/** FNV-1a hash. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}

const MARKS_OF_ASIA = { from: 0x900, to: 0x1cff, shift: 0xd800 } as const;
/** Also contains letters that SQLite does not recognize as letters. */
const NO_LETTERS =
  /[\p{M}\p{Extended_Pictographic}\p{Regional_Indicator}\u1900-\u1cff\u{10000}-\u{10ffff}]/gu;

/**
 * A word in a form that SQLite's tokenizer keeps whole: it ends words at marks, at emoji and at letters of
 * newer scripts. They are mapped to private-use letters, which no text's word contains.
 */
export function toFtsWord(word: string): string {
  if (!/\P{ASCII}/u.test(word)) return word;
  return word.replace(NO_LETTERS, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    if (code >= MARKS_OF_ASIA.from && code <= MARKS_OF_ASIA.to) {
      return String.fromCharCode(code + MARKS_OF_ASIA.shift);
    }
    return `\ue001${code.toString(16).padStart(5, '0')}`;
  });
}

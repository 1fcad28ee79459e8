import type { ContextMarks } from './context-window';
import { END_OF_TEXT, NEWLINE, type Vocabulary } from './tokenizer';

/**
 * What tokens become as context. A word is the same with and without its leading space, a spelled word counts
 * as the word it spells, and a word that is missing or very rare in the corpus becomes its class, so that an
 * unseen name still says something about what may follow.
 */
export interface Symbols {
  /** Number of symbols: the vocabulary's ids, one for each class, and the quoted marks. */
  readonly count: number;
  /** Symbol of each vocabulary token. */
  readonly ofToken: Int32Array;
  /** The same with rare words replaced by their class; also covers the classes themselves. */
  readonly classed: Int32Array;
  /** Symbols that context windows treat specially. */
  readonly marks: ContextMarks;
  /** Symbol of a word without its leading space, whether known or not. */
  ofWord(word: string): number;
}

const CLASS_TESTS: readonly RegExp[] = [
  /^\d/,
  /^\p{Lu}/u,
  /^\p{Ll}+ing$/u,
  /^\p{Ll}+ed$/u,
  /^\p{Ll}+ly$/u,
  /^\p{Ll}+s$/u,
  /^\p{Ll}/u,
];
const CLASS_COUNT = CLASS_TESTS.length + 1;

/** Marks that may stand before a closing quote. All are printable ASCII, and so in every vocabulary. */
const SENTENCE_MARKS = ['.', ',', '?', '!'];

/**
 * Words seen at most this often also train the contexts of their class; the others are the function words.
 */
const RARE = 12;

export function buildSymbols({ texts, size, counts, idOf }: Vocabulary): Symbols {
  const classOf = (word: string) => {
    const index = CLASS_TESTS.findIndex((test) => test.test(word));
    return size + (index === -1 ? CLASS_TESTS.length : index);
  };
  const known = (word: string) => idOf.get(word) ?? idOf.get(` ${word}`);
  const ofToken = Int32Array.from(texts, (text, id) =>
    // Marks keep their space: it distinguishes an opening quote from a closing one.
    /^ [\p{L}\d]/u.test(text) ? (idOf.get(text.slice(1)) ?? id) : id,
  );
  const seen = new Float64Array(size);
  ofToken.forEach((symbol, id) => {
    seen[symbol] = (seen[symbol] ?? 0) + (counts[id] ?? 0);
  });
  const firstQuoted = size + CLASS_COUNT;
  const count = firstQuoted + SENTENCE_MARKS.length;
  const classed = Int32Array.from({ length: count }, (_, symbol) => {
    const word = (texts[symbol] ?? '').trim();
    return symbol < size && /^[\p{L}\d]{2,}/u.test(word) && (seen[symbol] ?? 0) <= RARE
      ? classOf(word)
      : symbol;
  });
  const ofWord = (word: string) => {
    const id = known(word) ?? known(word.toLowerCase()) ?? known(capitalised(word));
    return id === undefined ? classOf(word) : (ofToken[id] ?? id);
  };
  const idsOf = (chunks: readonly string[]) => chunks.flatMap((chunk) => idOf.get(chunk) ?? []);
  const marks: ContextMarks = {
    lineBreaks: new Set([END_OF_TEXT, NEWLINE]),
    quotes: new Set(idsOf(['"', ' "'])),
    quoted: new Map(idsOf(SENTENCE_MARKS).map((id, at) => [id, firstQuoted + at] as const)),
  };
  return { count, ofToken, classed, marks, ofWord };
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

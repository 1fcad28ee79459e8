import { countCharacters, splitWords } from '@/lib/texts/model/split-text';

/** What a text says about itself, without its tokens. */
export interface TextMeasures {
  /** As people count: an emoji is one, and so is a letter with its accents. */
  readonly characters: number;
  readonly words: number;
  /** Different words over words, upper and lower case alike (distinct-1, Li et al. 2016). Null without words. */
  readonly distinctWords: number | null;
  /** Different pairs of neighbouring words over pairs (distinct-2). Null with fewer than two words. */
  readonly distinctPairs: number | null;
  /**
   * Share of four-word sequences that had occurred before (seq-rep-4, Welleck et al. 2020). Null with fewer
   * than four.
   */
  readonly repetition: number | null;
}

const WORD = /[\p{L}\p{N}]/u;

/** Linear in the text. Ratios fall as a text gets longer: compare only texts of similar length. */
export function textMeasures(text: string): TextMeasures {
  const words = splitWords(text)
    .filter((unit) => WORD.test(unit))
    .map((word) => word.toLowerCase());
  const pairs = differentShare(words, 2);
  const fours = differentShare(words, 4);
  return {
    characters: countCharacters(text),
    words: words.length,
    distinctWords: differentShare(words, 1),
    distinctPairs: pairs,
    repetition: fours === null ? null : 1 - fours,
  };
}

/** Share of distinct sequences of `length` words among all such sequences. */
function differentShare(words: readonly string[], length: number): number | null {
  const all = words.length - length + 1;
  if (all < 1) return null;
  const different = new Set<string>();
  for (let at = 0; at < all; at += 1) different.add(words.slice(at, at + length).join(' '));
  return different.size / all;
}

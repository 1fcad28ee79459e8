import { splitWords } from './split-text';

/**
 * How alike two texts are, 0 … 1: the mean of two Dice coefficients, one over their words and signs, one over
 * pairs of neighbours among these (the text's beginning and end count as neighbours). Each is 2 · |shared,
 * counted as often as both have it| / |all of both|. Words are compared as written; white space is not
 * counted.
 *
 * Symmetric; 1 only for equal texts: others that would come out as 1 (they differ only in white space) get
 * the closest value below 1 that their lengths allow. Linear in the texts. The pairs make order matter
 * locally, not far apart: two paragraphs that swapped places are still nearly the same.
 */
export function similarity(a: string, b: string): number {
  return similarityTo(a)(b);
}

/** The same against one reference, whose words are counted only once. */
export function similarityTo(reference: string): (text: string) => number {
  const known = profile(reference);
  return (text) => {
    if (text === reference) return 1;
    const other = profile(text);
    const mean = (dice(known.words, other.words) + dice(known.pairs, other.pairs)) / 2;
    return Math.min(mean, 1 - 1 / (1 + reference.length + text.length));
  };
}

interface Bag {
  readonly counts: ReadonlyMap<string, number>;
  readonly size: number;
}

function profile(text: string): { words: Bag; pairs: Bag } {
  const words = splitWords(text).filter((word) => word.trim() !== '');
  const pairs: string[] = [];
  let before = '';
  for (const word of [...words, '']) {
    pairs.push(`${before}\n${word}`);
    before = word;
  }
  return { words: bag(words), pairs: bag(pairs) };
}

function bag(items: readonly string[]): Bag {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return { counts, size: items.length };
}

function dice(a: Bag, b: Bag): number {
  if (a.size + b.size === 0) return 1;
  let shared = 0;
  for (const [item, count] of a.counts) shared += Math.min(count, b.counts.get(item) ?? 0);
  return (2 * shared) / (a.size + b.size);
}

import type { Vocabulary } from './tokenizer';

/** Which letters may continue a word that a prompt broke off, with their weights. */
export interface Spelling {
  /**
   * Token id and share (they add up to 1) of each letter that continues `word` to a known word; null when
   * none does.
   */
  lettersAfter(word: string): ReadonlyMap<number, number> | null;
}

/** Words are looked up in sorted order, so that those with a common prefix are one range. */
export function buildSpelling({ texts, counts, idOf }: Vocabulary): Spelling {
  const weights = new Map<string, number>();
  texts.forEach((text, id) => {
    const word = text.trimStart();
    if (/^[A-Za-z]{2,}$/.test(word)) weights.set(word, (weights.get(word) ?? 0) + (counts[id] ?? 0));
  });
  const words = [...weights.keys()].sort();
  const lettersAfter = (word: string) => {
    // A whole word needs no continuation; a single letter says too little.
    if (word.length < 2 || weights.has(word)) return null;
    const letters = new Map<number, number>();
    let total = 0;
    for (let at = firstAtLeast(words, word); words[at]?.startsWith(word); at += 1) {
      const longer = words[at] ?? '';
      const letter = idOf.get(longer.charAt(word.length));
      const weight = weights.get(longer) ?? 0;
      if (letter === undefined) continue;
      letters.set(letter, (letters.get(letter) ?? 0) + weight);
      total += weight;
    }
    if (total === 0) return null;
    for (const [letter, weight] of letters) letters.set(letter, weight / total);
    return letters;
  };
  return { lettersAfter };
}

function firstAtLeast(words: readonly string[], word: string): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((words[middle] ?? '') < word) low = middle + 1;
    else high = middle;
  }
  return low;
}

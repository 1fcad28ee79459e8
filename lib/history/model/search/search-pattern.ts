import { foldText, offsetsInText } from './fold-text';
import { SPACED, splitWords } from './split-words';

/** A word, or the words of a phrase; see ../search-terms.ts. */
interface Term {
  readonly words: readonly string[];
  readonly exact: boolean;
}

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Finds a search's hits in original texts. */
export interface SearchPattern {
  test(text: string): boolean;
  /** The first hit. */
  exec(text: string): { readonly index: number; readonly 0: string } | null;
  /** All hits, in order, without overlaps. */
  all(text: string): TextRange[];
}

const GAP = '[^\\p{L}\\p{N}\\p{M}]';

/** @param sources regular expressions for the folded text */
export function patternOf(sources: readonly string[]): SearchPattern {
  // Longest first: of two prefixes of one word, the longer is highlighted.
  const sorted = sources.toSorted((a, b) => b.length - a.length);
  const first = new RegExp(sorted.join('|'), 'u');
  const every = new RegExp(first, 'gu');
  return {
    test: (text) => first.test(foldText(text)),
    exec(text) {
      const hit = first.exec(foldText(text));
      if (hit === null) return null;
      const offsetOf = offsetsInText(text);
      const index = offsetOf(hit.index, 'start');
      return { index, 0: text.slice(index, offsetOf(hit.index + hit[0].length, 'end')) };
    },
    all(text) {
      const offsetOf = offsetsInText(text);
      return Array.from(foldText(text).matchAll(every), (hit) => ({
        start: offsetOf(hit.index, 'start'),
        end: offsetOf(hit.index + hit[0].length, 'end'),
      }));
    },
  };
}

/** @param within also match within words */
export function termSource({ words, exact }: Term, { within = false } = {}): string {
  const parts = words.flatMap(splitWords);
  const [first, last] = [parts[0], parts.at(-1)];
  let source = '';
  for (const [at, part] of parts.entries()) {
    const before = parts[at - 1];
    if (before) source += `${GAP}${before.isRun || part.isRun ? '*' : '+'}`;
    source += textSource(part.text);
    // The look-behind comes after the word, although it concerns what precedes it: a pattern that begins with
    // literal text is found many times faster.
    if (part === first && !within && !part.isRun) source += `(?<!${SPACED}${source})`;
  }
  if (!last || last.isRun) return source;
  if (exact) return `${source}(?!${SPACED})`;
  return within ? source : `${source}${SPACED}*`;
}

export function textSource(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

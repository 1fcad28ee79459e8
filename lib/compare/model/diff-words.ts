import type { TextDiff } from './diff-parts';
import { diffByUnits } from './diff-text';
import { splitLines, splitSentences, splitWords } from './split-text';

/**
 * The difference word by word, for prose of any language. White space counts, each sign is compared on its
 * own; changed words in a row are one change. Stretches too different for words are compared by sentences,
 * then by lines.
 */
export function diffWords(reference: string, other: string): TextDiff {
  return diffByUnits(reference, other, 'word', [
    { split: splitWords },
    { split: splitSentences },
    { split: splitLines },
  ]);
}

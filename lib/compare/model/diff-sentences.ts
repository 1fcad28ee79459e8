import type { TextDiff } from './diff-parts';
import { diffByUnits } from './diff-text';
import { splitLines, splitSentences } from './split-text';

/** The difference sentence by sentence: which sentences are only in one of the texts. */
export function diffSentences(reference: string, other: string): TextDiff {
  return diffByUnits(reference, other, 'sentence', [{ split: splitSentences }, { split: splitLines }]);
}

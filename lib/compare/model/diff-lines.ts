import type { TextDiff } from './diff-parts';
import { diffByUnits } from './diff-text';
import { splitLines } from './split-text';

/**
 * The difference line by line, for code. Two lines are the same even when their line breaks differ or the
 * last has none; then only the break is marked. Stretches too different for lines are compared by paragraphs.
 */
export function diffLines(reference: string, other: string): TextDiff {
  return diffByUnits(reference, other, 'line', [
    { split: splitLines, key: (line) => line.replace(/(?:\r\n|\r|\n)$/, '') },
    { split: splitParagraphs },
  ]);
}

/** Up to and including the blank lines behind. */
function splitParagraphs(text: string): string[] {
  const paragraphs: string[] = [];
  let paragraph = '';
  let blank = false;
  for (const line of splitLines(text)) {
    const isBlank = line.trim() === '';
    if (blank && !isBlank) {
      paragraphs.push(paragraph);
      paragraph = '';
    }
    paragraph += line;
    blank = isBlank;
  }
  if (paragraph !== '') paragraphs.push(paragraph);
  return paragraphs;
}

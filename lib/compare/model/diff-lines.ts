import type { TextDiff } from './diff-parts';
import { diffByUnits } from './diff-text';
import { splitLines } from './split-text';

/**
 * The difference line by line, for code. A line is the same with another line break behind it, or with none (the last
 * one): then the break alone is marked. Stretches too different for lines go by paragraphs.
 */
export function diffLines(reference: string, other: string): TextDiff {
  return diffByUnits(reference, other, 'line', [
    { split: splitLines, key: (line) => line.replace(/(?:\r\n|\r|\n)$/, '') },
    { split: splitParagraphs },
  ]);
}

/** Up to and with the blank lines behind. */
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

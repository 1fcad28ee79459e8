import type { DocumentNode } from './document-node';
import { joinPieces } from './document-text';

/** UTF-16 units of a branch's first words. */
export const MAX_BRANCH_WORDS = 80;

/** The beginning of what these steps insert, on one line; cut at a character. */
export function firstWords(steps: readonly DocumentNode[]): string {
  let words = '';
  for (const { changes } of steps) {
    for (const { inserted } of changes) {
      for (const { text } of inserted) {
        // White space is joined, so that a few more units than are shown are enough.
        words += text.slice(0, 4 * MAX_BRANCH_WORDS);
        if (words.length >= 4 * MAX_BRANCH_WORDS) return oneLine(words);
      }
    }
  }
  return oneLine(words);
}

/** A text on one line, cut at a character. */
export function oneLine(text: string): string {
  const line = text.replace(/\s/g, ' ').split(' ').filter(Boolean).join(' ');
  if (line.length <= MAX_BRANCH_WORDS) return line;
  const cut = line.slice(0, MAX_BRANCH_WORDS);
  // Half of a character would be drawn as a box.
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** Units that a step inserts. */
export function typedLength({ changes }: DocumentNode): number {
  let length = 0;
  for (const { inserted } of changes) for (const { text } of inserted) length += text.length;
  return length;
}

/** What a step does, so that equal steps are equal texts. */
export function stepKey({ changes }: DocumentNode): string {
  return changes
    .map(({ at, removed, inserted }) => `${at} ${joinPieces(removed).length} ${joinPieces(inserted)}`)
    .join('\n');
}

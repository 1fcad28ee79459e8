import { commonStart } from '@/lib/protocol/text/common-ends';
import type { DocumentNode } from './document-node';
import { joinPieces } from './document-text';

/** UTF-16 units of a branch's first words. */
export const MAX_BRANCH_WORDS = 80;

/** Units of what the steps insert that are looked at: two branches that differ later look alike. */
const MAX_COMPARED = 200_000;
/** Siblings that begin with so many equal units are named from where they differ: sooner it is in view anyway. */
const MAX_COMMON = 12;
/** A word that differs is shown from its beginning, if that is not further away. */
const MAX_WORD = 30;

/** What these steps insert, up to a length. */
export function insertedText(steps: readonly DocumentNode[]): string {
  let words = '';
  for (const { changes } of steps) {
    for (const { inserted } of changes) {
      for (const { text } of inserted) {
        words += text;
        if (words.length >= MAX_COMPARED) return words.slice(0, MAX_COMPARED);
      }
    }
  }
  return words;
}

/** The beginning of a branch's text, on one line; cut at a character. */
export function firstWords(text: string): string {
  // White space is joined, so that a few more units than are shown are enough.
  return oneLine(text.slice(0, 4 * MAX_BRANCH_WORDS));
}

/** The same of branches beside each other: each from where it differs from the one that is most like it. */
export function wordsApart(texts: readonly string[]): string[] {
  const words = texts.map(firstWords);
  // In the order of the alphabet, the one that is most like another one is beside it.
  const order = texts.map((_, at) => at).sort((a, b) => compare(texts[a] ?? '', texts[b] ?? ''));
  const common = order.map((at, place) => commonStart(texts[at] ?? '', texts[order[place + 1] ?? at] ?? ''));
  for (const [place, at] of order.entries()) {
    const text = texts[at] ?? '';
    const neighbours = [common[place - 1] ?? 0, place < order.length - 1 ? (common[place] ?? 0) : 0];
    const from = Math.max(...neighbours);
    const isSame = [texts[order[place - 1] ?? -1], texts[order[place + 1] ?? -1]].includes(text);
    if (from <= MAX_COMMON || isSame) continue;
    // One that goes on where the other ends: what it ends with stands for the other.
    const end = Math.min(from, text.trimEnd().length);
    const word = /\S*$/.exec(text.slice(Math.max(0, end - MAX_WORD), end))?.[0] ?? '';
    words[at] = oneLine(`…${firstWords(text.slice(end - word.length))}`);
  }
  return words;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
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

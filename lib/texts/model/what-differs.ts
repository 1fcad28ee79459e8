import { counted } from '@/lib/platform/numbers/counted';
import { visibleInline } from '@/lib/protocol/tokens/visible-whitespace';
import type { TextDiff } from './diff-parts';
import type { Divergence, DivergenceSide } from './divergence';
import { characterStart, splitWords } from './split-text';

/**
 * Differences as sentences: what marks show at a glance, for screen readers, for a title, and for the clipboard.
 */

/**
 * For each output, the index of the first one with the same text; null for the first itself, and for an output that does not
 * exist (yet): it equals nothing.
 */
export function sameAs(texts: readonly (string | null)[]): (number | null)[] {
  return texts.map((text, at) => {
    const first = text === null ? at : texts.indexOf(text);
    return first < at ? first : null;
  });
}

/**
 * `B leaves A at token 12: “␣cat” instead of “␣dog”, after 57 identical characters.`
 * @param divergence null: the texts are equal
 */
export function divergenceSummary(divergence: Divergence | null, reference: string, other: string): string {
  if (divergence === null) return `${other} is the same as ${reference}.`;
  const { commonPrefix, approximate } = divergence;
  const after =
    commonPrefix === 0 ? 'from the start' : `after ${counted(commonPrefix, 'identical character')}`;
  if (divergence.reference.ended) {
    return `${reference} ends ${after}; ${other} continues with ${quoted(divergence.other)}.`;
  }
  if (divergence.other.ended) {
    return `${other} ends ${after}; ${reference} continues with ${quoted(divergence.reference)}.`;
  }
  const at = divergence.other.tokenIndex;
  const where = at === null || approximate ? '' : ` at token ${(at + 1).toLocaleString('en')}`;
  return `${other} diverges from ${reference}${where}: ${quoted(divergence.other)} instead of ${quoted(divergence.reference)}, ${after}.`;
}

/** `2 changes: 5 words added, 1 word removed.` */
export function diffSummary({ parts, unit, exact }: TextDiff): string {
  let added = 0;
  let removed = 0;
  let changes = 0;
  let inChange = false;
  for (const { kind, text } of parts) {
    if (kind === 'same') {
      inChange = false;
      continue;
    }
    if (!inChange) changes += 1;
    inChange = true;
    const count =
      unit === 'line' ? text.split(/\r\n|\r|\n/).filter((line) => line !== '').length : wordCount(text);
    if (kind === 'added') added += count;
    else removed += count;
  }
  if (changes === 0) return 'No differences.';
  const what = unit === 'line' ? 'line' : 'word';
  const amounts = [
    ...(added > 0 ? [`${counted(added, what)} added`] : []),
    ...(removed > 0 ? [`${counted(removed, what)} removed`] : []),
  ];
  const detail = amounts.length === 0 ? 'whitespace or punctuation only' : amounts.join(', ');
  return `${counted(changes, 'change')}: ${detail}.${exact ? '' : ' Approximate: the outputs are long and very different.'}`;
}

function wordCount(text: string): number {
  return splitWords(text).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function quoted({ text }: DivergenceSide): string {
  return `“${shortened(visibleInline(text))}”`;
}

/** A screen reader should not need a minute for it. */
const MAX_QUOTED_LENGTH = 60;

export function shortened(text: string): string {
  return text.length > MAX_QUOTED_LENGTH
    ? `${text.slice(0, characterStart(text, MAX_QUOTED_LENGTH))}…`
    : text;
}

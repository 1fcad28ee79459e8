import { diffWordsWithSpace } from 'diff';

export interface DifferencePart {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Two long texts with nothing in common would take minutes to compare. */
const TIMEOUT_MS = 1500;

/** One text turned into another, word by word, every white space counted. Null where that takes too long. */
export function textDifference(before: string, after: string): DifferencePart[] | null {
  const changes = diffWordsWithSpace(before, after, { timeout: TIMEOUT_MS });
  return (
    changes?.map(({ value, added, removed }) => ({
      kind: added ? 'added' : removed ? 'removed' : 'same',
      text: value,
    })) ?? null
  );
}

/** How much of the longer text is in both, between 0 and 1. */
export function sharedPart(parts: readonly DifferencePart[]): number {
  const length = { same: 0, removed: 0, added: 0 };
  for (const { kind, text } of parts) length[kind] += text.length;
  const longer = length.same + Math.max(length.removed, length.added);
  return longer === 0 ? 1 : length.same / longer;
}

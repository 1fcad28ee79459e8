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
  if (!changes) return null;
  return inStretches(
    changes.map(({ value, added, removed }) => ({
      kind: added ? 'added' : removed ? 'removed' : 'same',
      text: value,
    })),
  );
}

/** One stretch taken out and one put in read better than ten words of each in turn with the same spaces between. */
function inStretches(parts: readonly DifferencePart[]): DifferencePart[] {
  const joined: DifferencePart[] = [];
  let removed = '';
  let added = '';
  const flush = () => {
    if (removed !== '') joined.push({ kind: 'removed', text: removed });
    if (added !== '') joined.push({ kind: 'added', text: added });
    removed = '';
    added = '';
  };
  for (const [at, { kind, text }] of parts.entries()) {
    if (kind === 'removed') removed += text;
    else if (kind === 'added') added += text;
    else if (text.trim() === '' && removed !== '' && added !== '' && isReplaced(parts, at + 1)) {
      removed += text;
      added += text;
    } else {
      flush();
      joined.push({ kind, text });
    }
  }
  flush();
  return joined;
}

/** Whether something is taken out and something else put in from here. */
function isReplaced(parts: readonly DifferencePart[], at: number): boolean {
  return parts[at]?.kind !== 'same' && parts[at + 1]?.kind !== 'same' && parts[at + 1] !== undefined;
}

/** How much of the longer text is in both, between 0 and 1. */
export function sharedPart(parts: readonly DifferencePart[]): number {
  const length = { same: 0, removed: 0, added: 0 };
  for (const { kind, text } of parts) length[kind] += text.length;
  const longer = length.same + Math.max(length.removed, length.added);
  return longer === 0 ? 1 : length.same / longer;
}

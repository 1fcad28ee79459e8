import { joinPieces } from '@/lib/documents/model/document-text';
import type { TextRange } from './continuation';
import type { DocumentView } from './session-text';

/**
 * What the last step generated, in UTF-16 units, where it stands before older text and nothing was done since. Null while
 * text comes, and where only white space follows.
 */
export function insertedText({ tree, head, text, typed, generating }: DocumentView): TextRange | null {
  const node = head === null || generating !== null || typed.length > 0 ? undefined : tree.nodes.get(head);
  const last = node?.kind === 'generated' ? node.changes.at(-1) : undefined;
  if (!last) return null;
  const to = last.at + joinPieces(last.inserted).length;
  return to > last.at && /\S/.test(text.text.slice(to)) ? { from: last.at, to } : null;
}

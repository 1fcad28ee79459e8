import type { DocumentText } from '@/lib/documents/model/document-text';
import { type DocumentTree, lineOf, type NodeId, textAt } from '@/lib/documents/model/document-tree';
import { type Continuation, continuationLike } from './continuation';

/** What Regenerate does. */
export type Regeneration =
  /** `isEdited`: the text that it leaves was changed since the model wrote it. */
  { readonly place: Continuation; readonly isEdited: boolean } | { readonly blocked: string };

const NOTHING = 'No generated text right before the cursor';
const WRITTEN_ON = 'You added text after the generated text. To regenerate, select a word the model wrote';

/**
 * Another take of the last generation, beside the one that is shown: also where that was edited, as long as all edits
 * are inside what it wrote.
 */
export function regenerationOf(tree: DocumentTree, head: NodeId, { text }: DocumentText): Regeneration {
  const id = lineOf(tree, head).find((step) => tree.nodes.get(step)?.kind === 'generated');
  const place = id === undefined ? null : continuationLike(tree, id);
  if (id === undefined || place === null) return { blocked: NOTHING };
  const whole = textAt(tree, id).text;
  if (text === whole) return { place, isEdited: false };
  const { before, after } = place;
  const isAround =
    text.startsWith(before) && text.endsWith(after) && text.length >= before.length + after.length;
  if (!isAround) return { blocked: NOTHING };
  const written = whole.slice(before.length, whole.length - after.length);
  // A generation that was taken back by hand is no take any more, and what was added to it is to stay.
  const isThere = text.length > before.length + after.length;
  if (!isThere) return { blocked: NOTHING };
  if (text.startsWith(written, before.length)) return { blocked: WRITTEN_ON };
  return { place, isEdited: true };
}

import { storedBytes } from '@/lib/accounts/db/storage/storage-use';
import { readNodes } from '@/lib/documents/db/document-nodes';
import { findHead } from '@/lib/documents/db/documents';
import { type DocumentText, EMPTY_TEXT, invertChange } from '@/lib/documents/model/document-text';
import {
  type DocumentTree,
  EMPTY_TREE,
  type NodeId,
  parentsFirst,
  withNodes,
} from '@/lib/documents/model/document-tree';
import { walkThrough } from '@/lib/documents/model/document-walk';
import { createTextBuffer } from '@/lib/documents/model/text-buffer';
import { createYielder } from '@/lib/platform/db/yield-to-event-loop';
import { AppError } from '@/lib/platform/model/app-error';
import { holdLarge } from '@/lib/platform/server/http/large-body';

/** Larger ones are read only a few at a time. */
const LARGE = 2_000_000;

export interface ReadDocument {
  readonly tree: DocumentTree;
  /** The step that was shown last. */
  readonly head: NodeId;
}

/**
 * Reads a document with all its steps, for as long as `use` takes. Throws AppError: `not_found`, `rate_limited`.
 */
export async function withDocument<Result>(
  userId: string,
  documentId: string,
  use: (document: ReadDocument) => Promise<Result>,
): Promise<Result> {
  const found = await findHead(userId, documentId);
  if (found === null) throw new AppError('not_found');
  const release = (await storedBytes(documentId)) > LARGE ? holdLarge(userId) : () => {};
  try {
    const tree = withNodes(EMPTY_TREE, parentsFirst(await readNodes(documentId, {})));
    // One that was removed for good while it was read has no steps.
    const head = found.head !== null && tree.nodes.has(found.head) ? found.head : null;
    return await use({ tree, head });
  } finally {
    release();
  }
}

/**
 * The texts at places of a document, by place. The work is bounded by the size of the tree and of the texts.
 *
 * @param onText called with the length of each before it is made; may throw
 */
export async function textsAt(
  tree: DocumentTree,
  places: readonly NodeId[],
  onText: (length: number) => void,
): Promise<Map<NodeId, DocumentText>> {
  const texts = new Map<NodeId, DocumentText>();
  const wanted = new Set(places);
  if (wanted.has(null)) texts.set(null, EMPTY_TEXT);
  const targets = places.filter((place) => place !== null);
  const last = targets.at(-1);
  if (last === undefined) return texts;
  const parents = new Map([...tree.nodes].map(([id, { parentId }]) => [id, parentId]));
  const buffer = createTextBuffer(EMPTY_TEXT);
  const yieldToEventLoop = createYielder();
  for (const { id, back } of walkThrough(parents, null, targets, last)) {
    await yieldToEventLoop();
    const changes = tree.nodes.get(id)?.changes ?? [];
    for (const change of back ? [...changes].reverse().map(invertChange) : changes) buffer.apply(change);
    const place = back ? (parents.get(id) ?? null) : id;
    if (!wanted.has(place) || texts.has(place)) continue;
    onText(buffer.length());
    texts.set(place, buffer.document());
  }
  return texts;
}

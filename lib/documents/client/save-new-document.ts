import { MAX_NODES_OF_SAVE } from '@/lib/documents/model/document-limits';
import type { DocumentNode } from '@/lib/documents/model/document-node';
import { type DocumentText, piecesBetween } from '@/lib/documents/model/document-text';
import { newUuid } from '@/lib/platform/client/uuid';
import { saveSteps } from './document-api';
import { announceDocument } from './document-channel';

/** Saves steps as a document of their own; the last one is its head. Returns its id. Throws `ApiError`. */
export async function saveNewDocument(nodes: readonly DocumentNode[], title: string | null): Promise<string> {
  const id = newUuid();
  let since = 0;
  for (let at = 0; at === 0 || at < nodes.length; at += MAX_NODES_OF_SAVE) {
    const some = nodes.slice(at, at + MAX_NODES_OF_SAVE);
    const saved = await saveSteps(id, {
      nodes: some,
      head: some.at(-1)?.id ?? null,
      since,
      ...(title !== null && { title }),
    });
    since = saved.revision;
  }
  announceDocument(id);
  return id;
}

/** A new document with this text, and who wrote what of it, as its first step. Returns its id. Throws `ApiError`. */
export function duplicateText(text: DocumentText, title: string | null): Promise<string> {
  const inserted = piecesBetween(text, 0, text.text.length);
  const first: DocumentNode = {
    id: newUuid(),
    parentId: null,
    kind: 'written',
    changes: inserted.length === 0 ? [] : [{ at: 0, removed: [], inserted }],
    runId: null,
    choice: 0,
    open: false,
    cursor: text.text.length,
    name: null,
    starred: false,
    pruned: false,
    createdAt: new Date().toISOString(),
  };
  return saveNewDocument([first], title === null ? null : `${title.slice(0, 190)} (copy)`);
}

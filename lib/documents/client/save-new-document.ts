import { MAX_NODES_OF_SAVE } from '@/lib/documents/model/document-limits';
import type { DocumentNode } from '@/lib/documents/model/document-node';
import { type DocumentText, joinPieces, piecesBetween } from '@/lib/documents/model/document-text';
import { newUuid } from '@/lib/platform/client/uuid';
import { saveSteps } from './document-api';
import { announceDocument } from './document-channel';

/**
 * Saves steps as a document of their own, parents before their children. Returns its id. Throws `ApiError`.
 *
 * @param head the step that it shows; absent: the last one
 */
export async function saveNewDocument(
  nodes: readonly DocumentNode[],
  title: string | null,
  head?: string,
): Promise<string> {
  const id = newUuid();
  let since = 0;
  const saves = savesOf(nodes);
  for (const [at, some] of saves.entries()) {
    const isLast = at === saves.length - 1;
    const saved = await saveSteps(id, {
      nodes: some,
      head: (isLast ? head : undefined) ?? some.at(-1)?.id ?? null,
      since,
      ...(title !== null && { title }),
    });
    since = saved.revision;
  }
  announceDocument(id);
  return id;
}

/** Units of text of one save, but for a single step with more: the server takes only so much at a time. */
const MAX_UNITS = 4_000_000;

function savesOf(nodes: readonly DocumentNode[]): DocumentNode[][] {
  const saves: DocumentNode[][] = [[]];
  let units = 0;
  for (const node of nodes) {
    const own = node.changes.reduce(
      (sum, { removed, inserted }) => sum + joinPieces(removed).length + joinPieces(inserted).length,
      0,
    );
    const open = saves.at(-1);
    if (!open || open.length >= MAX_NODES_OF_SAVE || (open.length > 0 && units + own > MAX_UNITS)) {
      saves.push([]);
      units = 0;
    }
    saves.at(-1)?.push(node);
    units += own;
  }
  return saves;
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

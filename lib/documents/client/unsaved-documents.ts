import { EMPTY_TREE, textAt, withNodes } from '@/lib/documents/model/document-tree';
import type { DocumentSummary } from '@/lib/documents/model/documents';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { documentToShow } from './document-to-show';
import { openDocument } from './open-document';
import { discardUnsaved, unsavedDocumentIds, unsavedSteps } from './unsaved-steps';

/** A deleted document comes back for a minute: what was written last in it, too. */
const RESTORABLE_MS = 5 * 60_000;
const EXCERPT_LENGTH = 200;

/** Once in a page's life, or again when the network is back. */
let isSent = false;

/**
 * Sends what earlier pages could not, of every document but the one that is shown, which sends its own. What belongs to
 * a document that was deleted is forgotten.
 */
export async function sendUnsavedDocuments(shownId: string | null): Promise<void> {
  if (isSent) return;
  isSent = true;
  for (const id of unsavedDocumentIds()) {
    if (id === shownId) continue;
    try {
      const document = await openDocument(id);
      document.close();
    } catch (error) {
      if (!(error instanceof ApiError)) continue;
      if (error.status === 404 && isOld(id)) discardUnsaved(id);
      if (error.status === 0) {
        isSent = false;
        window.addEventListener('online', () => void sendUnsavedDocuments(shownId), { once: true });
        return;
      }
    }
  }
}

function isOld(id: string): boolean {
  const times = unsavedSteps(id)
    .read()
    .steps.map(({ node }) => Date.parse(node.createdAt));
  return Math.max(0, ...times) < Date.now() - RESTORABLE_MS;
}

/** Documents that this browser has and the server does not: they were written without a network. */
export function unsavedDocuments(): readonly DocumentSummary[] {
  return unsavedDocumentIds().flatMap((id) => {
    const stored = unsavedSteps(id).read();
    if (stored.place?.isCreated !== false || stored.steps.length === 0) return [];
    const { nodes, head, title } = documentToShow(null, stored, undefined);
    const { text } = textAt(withNodes(EMPTY_TREE, nodes), head);
    const times = nodes.map(({ createdAt }) => createdAt).sort();
    const words = text.trim().split(/\s+/);
    const summary: DocumentSummary = {
      id,
      title,
      excerpt: words.join(' ').slice(0, EXCERPT_LENGTH),
      words: text.trim() === '' ? 0 : words.length,
      characters: text.length,
      branches: 1,
      links: 0,
      createdAt: times[0] ?? new Date().toISOString(),
      updatedAt: times.at(-1) ?? new Date().toISOString(),
    };
    return [summary];
  });
}

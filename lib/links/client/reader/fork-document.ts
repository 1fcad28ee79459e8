import { saveNewDocument } from '@/lib/documents/client/save-new-document';
import { documentOfShared } from '@/lib/links/model/document-of-shared';
import type { SharedDocument } from '@/lib/links/model/shared-document';
import { branchToShow } from '@/lib/links/model/shared-document-text';
import { isRedacted } from '@/lib/links/model/withhold-hints';
import { newUuid } from '@/lib/platform/client/uuid';

/** As documents have it; marks may have made it longer. */
const MAX_TITLE = 200;

export interface ForkedDocument {
  readonly id: string;
  /** Whether something in it is redacted. */
  readonly redacted: boolean;
}

/**
 * Saves a document of the reader's own, with the texts that a link shows. Throws `ApiError`.
 *
 * @param branch the branch that the reader has looked at; null: the one that its owner was in
 */
export async function forkDocument(shared: SharedDocument, branch: string | null): Promise<ForkedDocument> {
  const { nodes, head } = documentOfShared(shared, branchToShow(shared, branch), newUuid);
  return {
    id: await saveNewDocument(nodes, shared.title?.slice(0, MAX_TITLE) || null, head),
    redacted: isRedacted(shared),
  };
}

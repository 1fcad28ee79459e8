import { tabChannel } from '@/lib/platform/client/tab-channel';

interface DocumentNews {
  readonly id: string;
  /** Its new title; absent: something else has changed. */
  readonly title?: string | null;
}

/** Says to all tabs that a document was made, renamed, deleted or brought back: lists read again. */
const channel = tabChannel<DocumentNews>('playground.document-list');

export function announceDocument(documentId: string, title?: string | null): void {
  channel.announce({ id: documentId, ...(title !== undefined && { title }) });
}

export function onDocumentNews(
  listener: (documentId: string, title: string | null | undefined) => void,
): () => void {
  return channel.listen(({ id, title }) => listener(id, title));
}

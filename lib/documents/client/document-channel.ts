import { tabChannel } from '@/lib/platform/client/tab-channel';

/** Says to all tabs that a document was made, renamed, deleted or brought back: lists read again. */
const channel = tabChannel<string>('playground.document-list');

export function announceDocument(documentId: string): void {
  channel.announce(documentId);
}

export function onDocumentNews(listener: (documentId: string) => void): () => void {
  return channel.listen(listener);
}

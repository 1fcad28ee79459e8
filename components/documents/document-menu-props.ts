import type { OpenDocument } from '@/lib/documents/client/open-document';

export interface DocumentMenuProps {
  document: OpenDocument;
  /** Shows another document: the copy that was made, or the one that was brought back. */
  onOpen: (documentId: string) => void;
  /** How many open links show a document. Absent: links are not known here. */
  countLinks?: ((documentId: string) => Promise<number>) | undefined;
  /** It is deleted: the page closes it, and shows something else. */
  onDeleted: () => void;
}

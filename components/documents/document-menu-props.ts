import type { OpenDocument } from '@/lib/documents/client/open-document';

export interface DocumentMenuProps {
  document: OpenDocument;
  /** Shows another document: the copy that was made, or the one that was brought back. */
  onOpen: (documentId: string) => void;
  /** It is deleted: the page closes it, and shows something else. */
  onDeleted: () => void;
}

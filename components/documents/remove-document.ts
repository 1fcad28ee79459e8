import { toastError } from '@/components/runs/toast-error';
import { toast } from '@/components/ui/toast';
import { deleteDocument, restoreDocument } from '@/lib/documents/client/document-api';
import { announceDocument } from '@/lib/documents/client/document-channel';
import { untilSaved } from '@/lib/documents/client/until-saved';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import type { DocumentMenuProps } from './document-menu-props';

/** How long the page offers to undo a deletion. */
const UNDO_MS = 10_000;

/** Deletes a document that is shown, and says so, with Undo. */
export async function removeDocument(
  { document, onOpen, onDeleted }: DocumentMenuProps,
  links: LinksOfDeleted,
): Promise<void> {
  const { id } = document;
  try {
    // What is still to be saved goes first, so that Undo brings all of it back.
    await untilSaved(document);
    await deleteDocument(id, links);
  } catch (error) {
    // Still open: what is written from now on is saved as before.
    toastError(error);
    return;
  }
  announceDocument(id);
  onDeleted();
  toast('Document deleted.', {
    duration: UNDO_MS,
    action: {
      label: 'Undo',
      onClick: () =>
        void restoreDocument(id).then(() => {
          announceDocument(id);
          onOpen(id);
        }, toastError),
    },
  });
}

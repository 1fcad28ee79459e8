'use client';

import { draftToast } from '@/components/playground/draft-toast';
import { toastError } from '@/components/runs/toast-error';
import { toast } from '@/components/ui/toast';
import { putDocumentInUrl } from '@/lib/documents/client/document-url';
import { forkShared, takeForkFromUrl } from '@/lib/links/client/reader/fork';
import { loadShared } from '@/lib/links/client/reader/load-shared';
import { REDACTED } from '@/lib/links/model/redact';
import { replaceDraft } from '@/lib/playground/client/draft-store';

/** Opens the shared link in the address (`?from=`): fills the editor, or makes a document of the reader's own. */
export async function openForkOfUrl(): Promise<void> {
  const taken = takeForkFromUrl();
  if (taken === null) return;
  try {
    const shared = await loadShared(taken.slug);
    if (shared.kind === 'document') {
      const { forkDocument } = await import('@/lib/links/client/reader/fork-document');
      const { id, redacted } = await forkDocument(shared, taken.branch);
      // The playground shows the document that the address names.
      putDocumentInUrl(id);
      toast(
        ['A copy of the shared document, saved as your own.', redacted && REPLACE_IT]
          .filter(Boolean)
          .join(' '),
      );
    } else await fillEditor(taken.slug);
  } catch (error) {
    toastError(error);
  }
}

const REPLACE_IT = `${REDACTED} is redacted text. Replace it before you run.`;

async function fillEditor(slug: string): Promise<void> {
  const { before, unsaved, unavailable, redacted } = await forkShared(slug);
  const sentences = [
    unsaved ? 'Prompt and settings replaced by the shared link.' : 'Loaded from the shared link.',
    unavailable !== null && `Using the practice model in place of ${unavailable}.`,
    redacted && REPLACE_IT,
  ];
  draftToast(sentences.filter(Boolean).join(' '), () => replaceDraft(before));
}

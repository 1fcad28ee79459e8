'use client';

import { draftToast } from '@/components/playground/draft-toast';
import { toastError } from '@/components/runs/toast-error';
import { toast } from '@/components/ui/toast';
import { documentHref } from '@/lib/documents/client/document-url';
import { type ForkAddress, forkInUrl, forkShared, takeForkFromUrl } from '@/lib/links/client/reader/fork';
import { loadShared } from '@/lib/links/client/reader/load-shared';
import { REDACTED } from '@/lib/links/model/redact';
import { replaceDraft } from '@/lib/playground/client/draft-store';

/** What is being opened. */
let opening: { readonly slug: string; readonly done: Promise<void> } | null = null;

/** Opens the shared link in the address (`?from=`): fills the editor, or makes a document of the reader's own. */
export function openForkOfUrl(): Promise<void> {
  const address = forkInUrl();
  if (address === null) return Promise.resolve();
  // The page may ask again meanwhile: it comes back to its prompt, for example.
  if (opening?.slug !== address.slug) {
    const done = openFork(address).finally(() => {
      if (opening?.done === done) opening = null;
    });
    opening = { slug: address.slug, done };
  }
  return opening.done;
}

async function openFork(address: ForkAddress): Promise<void> {
  try {
    const shared = await loadShared(address.slug);
    if (shared.kind === 'document') {
      const { forkDocument } = await import('@/lib/links/client/reader/fork-document');
      const { id, redacted } = await forkDocument(shared, address.branch);
      // The playground shows the document that the address names.
      const isShown = takeForkFromUrl(address, documentHref(id));
      toast(
        ['A copy of the shared document, saved as your own.', redacted && REPLACE_IT]
          .filter(Boolean)
          .join(' '),
        isShown ? {} : { action: { label: 'Open', onClick: () => location.assign(documentHref(id)) } },
      );
    } else await fillEditor(address);
  } catch (error) {
    takeForkFromUrl(address);
    toastError(error);
  }
}

const REPLACE_IT = `${REDACTED} is redacted text. Replace it before you run.`;

async function fillEditor(address: ForkAddress): Promise<void> {
  const { before, unsaved, unavailable, redacted } = await forkShared(address.slug);
  takeForkFromUrl(address);
  const sentences = [
    unsaved
      ? 'Prompt and settings replaced with those from the shared link.'
      : 'Loaded from the shared link.',
    unavailable !== null && `Using the practice model in place of ${unavailable}.`,
    redacted && REPLACE_IT,
  ];
  draftToast(sentences.filter(Boolean).join(' '), () => replaceDraft(before));
}

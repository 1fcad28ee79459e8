'use client';

import { toast } from '@/components/ui/toast';
import { forkShared, takeForkFromUrl } from '@/lib/links/client/reader/fork';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { replaceDraft } from '@/lib/playground/client/draft-store';

/** Fills the editor from the shared link in the address (`?from=`). */
export async function openForkOfUrl(): Promise<void> {
  const slug = takeForkFromUrl();
  if (slug === null) return;
  try {
    const { before, unsaved, unavailable } = await forkShared(slug);
    const filled =
      unavailable === null
        ? 'Loaded from the shared link.'
        : `Loaded from the shared link. Using the practice model in place of ${unavailable}.`;
    toast(unsaved ? `${filled} Your draft was replaced.` : filled, {
      id: 'draft',
      action: { label: 'Undo', onClick: () => replaceDraft(before) },
    });
  } catch (error) {
    toast(messageOf(error), { tone: 'bad' });
  }
}

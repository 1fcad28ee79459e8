'use client';

import { draftToast } from '@/components/playground/draft-toast';
import { toast } from '@/components/ui/toast';
import { forkShared, takeForkFromUrl } from '@/lib/links/client/reader/fork';
import { REDACTED } from '@/lib/links/model/redact';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { replaceDraft } from '@/lib/playground/client/draft-store';

/** Fills the editor from the shared link in the address (`?from=`). */
export async function openForkOfUrl(): Promise<void> {
  const slug = takeForkFromUrl();
  if (slug === null) return;
  try {
    const { before, unsaved, unavailable, redacted } = await forkShared(slug);
    const sentences = [
      unsaved ? 'Prompt and settings replaced by the shared link.' : 'Loaded from the shared link.',
      unavailable !== null && `Using the practice model in place of ${unavailable}.`,
      redacted && `${REDACTED} is redacted text. Replace it before you run.`,
    ];
    draftToast(sentences.filter(Boolean).join(' '), () => replaceDraft(before));
  } catch (error) {
    toast(messageOf(error), { tone: 'bad' });
  }
}

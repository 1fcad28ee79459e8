'use client';

import { useSyncExternalStore } from 'react';
import { toast } from '@/components/ui/toast';
import type { OpenDocument } from '@/lib/documents/client/open-document';
import { untilSaved } from '@/lib/documents/client/until-saved';
import { ShareButton } from './share-button';

/** Shares the text of an open document, or all its branches, by a link. */
export function ShareDocument({ document }: { document: OpenDocument }) {
  const { id, session, status } = document;
  const blocked = useSyncExternalStore(session.views.subscribe, () => whyNot(document));
  return (
    <ShareButton
      subject={blocked === null ? { documentId: id, head: session.view().head } : null}
      {...(blocked !== null && { blocked })}
      prepare={async () => {
        await untilSaved(document);
        const { saving, title } = status.getState();
        if (saving === 'saved') return { subject: { documentId: id, head: session.view().head }, title };
        toast("This text isn't saved on the server yet, so it can't be shared.", { tone: 'bad' });
        return null;
      }}
    />
  );
}

/** Null: it can be shared. */
function whyNot({ session }: OpenDocument): string | null {
  const { text, generating } = session.view();
  if (generating !== null) return 'The model is still writing';
  return text.text === '' ? 'Nothing to share yet' : null;
}

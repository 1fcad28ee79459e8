'use client';

import { useRef, useState } from 'react';
import type { ShareSubject } from '@/lib/links/client/share-subject';
import type { Share } from '@/lib/links/model/shares';
import { ShareForm } from './share-form';
import { ShareMade } from './share-made';

export interface ShareDialogProps {
  /** A finished run or comparison, or a document, of the viewer. */
  subject: ShareSubject;
  /** The title that the link has at first. */
  title?: string | null | undefined;
  onClose: () => void;
}

/**
 * Makes links to a run, a comparison or a document. Load it lazily: it is rarely used and brings the dialog's code with
 * it.
 */
export function ShareDialog({ subject, title = null, onClose }: ShareDialogProps) {
  const [made, setMade] = useState<Share | null>(null);
  // Two dialogs follow each other, and the second no longer knows what opened the first.
  const [opener] = useState(() => document.activeElement);
  const focusAfter = useRef(opener instanceof HTMLElement ? opener : null);
  // Separate keys, so that the focus moves to the content of the next dialog.
  return made ? (
    <ShareMade
      key="made"
      share={made}
      onAnother={() => setMade(null)}
      onClose={onClose}
      focusAfter={focusAfter}
    />
  ) : (
    <ShareForm
      key="form"
      subject={subject}
      firstTitle={title ?? ''}
      onMade={setMade}
      onClose={onClose}
      focusAfter={focusAfter}
    />
  );
}

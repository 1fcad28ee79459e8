'use client';

import { useRef, useState } from 'react';
import type { ShareSubject } from '@/lib/links/client/share-subject';
import type { Share } from '@/lib/links/model/shares';
import { ShareForm } from './share-form';
import { ShareMade } from './share-made';

export interface ShareDialogProps {
  /** A run or a comparison of the viewer that has ended. */
  subject: ShareSubject;
  onClose: () => void;
}

/** Makes links to a run or a comparison. Load it lazily: it is seldom wanted, and brings the dialog's machinery with it. */
export function ShareDialog({ subject, onClose }: ShareDialogProps) {
  const [made, setMade] = useState<Share | null>(null);
  // Two dialogs follow each other, and the last one knows no more what was pressed to open the first.
  const [opener] = useState(() => document.activeElement);
  const focusAfter = useRef(opener instanceof HTMLElement ? opener : null);
  // Keys of their own, so that the focus moves to what the next one shows.
  return made ? (
    <ShareMade
      key="made"
      share={made}
      onAnother={() => setMade(null)}
      onClose={onClose}
      focusAfter={focusAfter}
    />
  ) : (
    <ShareForm key="form" subject={subject} onMade={setMade} onClose={onClose} focusAfter={focusAfter} />
  );
}

'use client';

import { useRef, useState } from 'react';
import type { Share } from '@/lib/contract/shares';
import { ShareForm } from './share-form';
import { ShareMade } from './share-made';

export interface ShareDialogProps {
  /** A run of the viewer that has ended. */
  runId: string;
  onClose: () => void;
}

/** Makes links to a run. Load it lazily: it is seldom wanted, and brings the dialog's machinery with it. */
export function ShareDialog({ runId, onClose }: ShareDialogProps) {
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
    <ShareForm key="form" runId={runId} onMade={setMade} onClose={onClose} focusAfter={focusAfter} />
  );
}

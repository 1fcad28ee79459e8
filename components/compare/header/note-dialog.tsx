'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { TextArea } from '@/components/ui/text-area';
import { useCompareStore, usePlan } from '@/lib/compare/client/compare-context';

/** The owner's note on the comparison. */
export function NoteDialog({ onClose }: { onClose: () => void }) {
  const { plan } = useCompareStore();
  const note = usePlan((view) => view.note);
  const [opened] = useState(note);
  /** Null: nothing typed yet, so changes from another tab are shown. */
  const [typed, setTyped] = useState<string | null>(null);
  const keep = () => {
    if (typed !== null) plan.change({ note: typed.trim() || null });
    onClose();
  };
  return (
    <Dialog
      onClose={onClose}
      title="Note"
      description="What you tested and what you found. Only you can see this."
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" onClick={keep}>
            Save
          </Button>
        </>
      }
    >
      <TextArea
        data-autofocus=""
        aria-label="Note"
        rows={6}
        maxLength={10_000}
        value={typed ?? note ?? ''}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {typed !== null && note !== opened && (
        <Notice tone="warn" role="alert" className="mt-2">
          This note was changed in another tab. Saving overwrites it:
          <span className="mt-1 block max-h-32 overflow-y-auto whitespace-pre-wrap wrap-anywhere">
            {note ?? '(empty)'}
          </span>
        </Notice>
      )}
    </Dialog>
  );
}

'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextArea } from '@/components/ui/text-area';
import { useCompareRoom, usePlan } from '@/lib/client/compare/room-context';

/** What its owner has to say about the comparison. */
export function NoteDialog({ onClose }: { onClose: () => void }) {
  const { plan } = useCompareRoom();
  const note = usePlan((view) => view.note);
  const [text, setText] = useState(note ?? '');
  const keep = () => {
    plan.change({ note: text.trim() || null });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Note"
      description="What you were looking for, and what you found. Only you see it."
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" onClick={keep}>
            Keep
          </Button>
        </>
      }
    >
      <TextArea
        data-autofocus=""
        aria-label="Note"
        rows={6}
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
    </Dialog>
  );
}

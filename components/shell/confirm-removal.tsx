'use client';

import type { ReactNode, RefObject } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';

export interface ConfirmRemovalProps {
  title: string;
  /** What is lost, and what stays. */
  description: ReactNode;
  /** The button's label: "Delete connection". */
  action: string;
  pending: boolean;
  error: Error | null;
  onConfirm: () => void;
  onClose: () => void;
  /** Gets the focus afterwards, since the row and its button may be gone. */
  focusAfter: RefObject<HTMLElement | null>;
}

/** Asks before a removal that cannot be undone. */
export function ConfirmRemoval(props: ConfirmRemovalProps) {
  const { title, description, action, pending, error, onConfirm, onClose, focusAfter } = props;
  return (
    <Dialog
      onClose={onClose}
      title={title}
      description={description}
      className="max-w-md"
      focusAfter={focusAfter}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="danger" loading={pending} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      {error && (
        <Notice tone="bad" role="alert">
          {error.message}
        </Notice>
      )}
    </Dialog>
  );
}

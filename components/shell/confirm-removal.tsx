'use client';

import type { ReactNode, RefObject } from 'react';
import { FormDialog } from '@/components/ui/form-dialog';

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
export function ConfirmRemoval({ action, pending, error, onConfirm, ...props }: ConfirmRemovalProps) {
  return (
    <FormDialog
      {...props}
      className="max-w-md"
      submitLabel={action}
      submitVariant="danger"
      isPending={pending}
      error={error?.message}
      onSubmit={onConfirm}
    />
  );
}

'use client';

import { type RefObject, useState } from 'react';
import { FormDialog } from '@/components/ui/form-dialog';
import { dateText, type Expiry, expiresAt } from '@/lib/links/client/expiry';
import { useChangeShare } from '@/lib/links/client/shares';
import type { Share } from '@/lib/links/model/shares';
import { ExpiryField } from '../share/expiry-field';

export interface ChangeExpiryProps {
  share: Share;
  onClose: () => void;
  focusAfter: RefObject<HTMLElement | null>;
}

/** Changes when an open link ends. */
export function ChangeExpiry({ share, onClose, focusAfter }: ChangeExpiryProps) {
  const [expiry, setExpiry] = useState<Expiry>(() => expiryOf(share));
  const [error, setError] = useState<string>();
  const change = useChangeShare();
  const submit = () => {
    const chosen = expiresAt(expiry, new Date());
    setError(chosen.ok ? undefined : chosen.message);
    if (chosen.ok) change.mutate({ id: share.id, expiresAt: chosen.expiresAt }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title="Change expiry"
      description="Choose when this link stops working."
      className="max-w-sm!"
      submitLabel="Save"
      isPending={change.isPending}
      error={change.error?.message}
      onSubmit={submit}
      onClose={onClose}
      focusAfter={focusAfter}
    >
      <ExpiryField
        value={expiry}
        onChange={(next) => {
          setError(undefined);
          setExpiry(next);
        }}
        error={error}
      />
    </FormDialog>
  );
}

/** Converts a moment to the day it is in: the last moment of a day is the first of the next. */
function expiryOf({ expiresAt: at }: Share): Expiry {
  if (at === null) return { kind: 'never', date: '' };
  return { kind: 'date', date: dateText(new Date(Date.parse(at) - 1)) };
}

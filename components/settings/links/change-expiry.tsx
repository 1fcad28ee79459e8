'use client';

import { type RefObject, useId, useState } from 'react';
import { ExpiryField } from '@/components/sharing/expiry-field';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { dateText, type Expiry, expiresAt } from '@/lib/client/sharing/expiry';
import { useChangeShare } from '@/lib/client/sharing/shares';
import type { Share } from '@/lib/contract/shares';

export interface ChangeExpiryProps {
  share: Share;
  onClose: () => void;
  focusAfter: RefObject<HTMLElement | null>;
}

/** Lets an open link end sooner or later. */
export function ChangeExpiry({ share, onClose, focusAfter }: ChangeExpiryProps) {
  const formId = useId();
  const [expiry, setExpiry] = useState<Expiry>(() => expiryOf(share));
  const [error, setError] = useState<string>();
  const change = useChangeShare();
  const submit = () => {
    const chosen = expiresAt(expiry, new Date());
    setError(chosen.ok ? undefined : chosen.message);
    if (chosen.ok) change.mutate({ id: share.id, expiresAt: chosen.expiresAt }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="When the link expires"
      description="Counted from now."
      className="max-w-sm!"
      focusAfter={focusAfter}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={formId} variant="primary" loading={change.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ExpiryField
          value={expiry}
          onChange={(next) => {
            setError(undefined);
            setExpiry(next);
          }}
          error={error}
        />
        {change.error && (
          <Notice tone="bad" role="alert">
            {change.error.message}
          </Notice>
        )}
      </form>
    </Dialog>
  );
}

/** A moment counts as the day that it is in: a day's last moment is the next one's first. */
function expiryOf({ expiresAt: at }: Share): Expiry {
  if (at === null) return { kind: 'never', date: '' };
  return { kind: 'date', date: dateText(new Date(Date.parse(at) - 1)) };
}

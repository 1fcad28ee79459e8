'use client';

import type { RefObject } from 'react';
import { ConfirmRemoval } from '@/components/shell/confirm-removal';
import { toast } from '@/components/ui/toast';
import { useRevokeAllShares, useRevokeShare } from '@/lib/links/client/shares';
import type { Share } from '@/lib/links/model/shares';
import { nameOf } from './link-row';

interface RevokeProps {
  onClose: () => void;
  focusAfter: RefObject<HTMLElement | null>;
}

/** Asks first: afterwards no one who has the link sees anything. */
export function RevokeLink({ share, onClose, focusAfter }: RevokeProps & { share: Share }) {
  const revoke = useRevokeShare();
  const onSuccess = () => {
    toast('The link is revoked.');
    onClose();
  };
  return (
    <ConfirmRemoval
      title="Revoke this link?"
      description={
        <>
          <span className="line-clamp-2 font-medium text-ink">{nameOf(share)}</span>
          Whoever opens it is told that it is gone, and the copy is deleted. The run stays in your history.
        </>
      }
      action="Revoke link"
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate(share.id, { onSuccess })}
      onClose={onClose}
      focusAfter={focusAfter}
    />
  );
}

export function RevokeAllLinks({ onClose, focusAfter }: RevokeProps) {
  const revoke = useRevokeAllShares();
  const onSuccess = (revoked: number) => {
    toast(revoked === 1 ? '1 link is revoked.' : `${revoked.toLocaleString('en')} links are revoked.`);
    onClose();
  };
  return (
    <ConfirmRemoval
      title="Revoke all links?"
      description="Every link that you made stops working at once, and the copies are deleted. The runs stay in your history."
      action="Revoke all links"
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate(undefined, { onSuccess })}
      onClose={onClose}
      focusAfter={focusAfter}
    />
  );
}

'use client';

import type { RefObject } from 'react';
import { ConfirmRemoval } from '@/components/shell/confirm-removal';
import { toast } from '@/components/ui/toast';
import { useRevokeAllShares, useRevokeShare } from '@/lib/links/client/shares';
import type { Share } from '@/lib/links/model/shares';
import { nameOf } from './link-row';

interface RevokeProps {
  /** Called instead of `onClose` when it is done. */
  onRevoked: () => void;
  onClose: () => void;
  focusAfter: RefObject<HTMLElement | null>;
}

/** Asks first: afterwards no one who has the link sees anything. */
export function RevokeLink({ share, onRevoked, onClose, focusAfter }: RevokeProps & { share: Share }) {
  const revoke = useRevokeShare();
  const onSuccess = () => {
    toast('Link revoked.');
    onRevoked();
  };
  return (
    <ConfirmRemoval
      title="Revoke this link?"
      description={
        <>
          <span className="line-clamp-2 font-medium text-ink">{nameOf(share)}</span>
          The link stops working and its snapshot is deleted. The {share.kind} stays in your history.
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

export function RevokeAllLinks({ onRevoked, onClose, focusAfter }: RevokeProps) {
  const revoke = useRevokeAllShares();
  const onSuccess = (revoked: number) => {
    toast(revoked === 1 ? '1 link revoked.' : `${revoked.toLocaleString('en')} links revoked.`);
    onRevoked();
  };
  return (
    <ConfirmRemoval
      title="Revoke all links?"
      description="All your links stop working immediately and their snapshots are deleted. The originals stay in your history."
      action="Revoke all links"
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate(undefined, { onSuccess })}
      onClose={onClose}
      focusAfter={focusAfter}
    />
  );
}

'use client';

import type { RefObject } from 'react';
import { ConfirmRemoval } from '@/components/shell/confirm-removal';
import { toast } from '@/components/ui/toast';
import { useRevokeApiToken } from '@/lib/public-api/client/api-tokens';
import type { ApiToken } from '@/lib/public-api/model/tokens';

export interface RevokeTokenProps {
  token: ApiToken;
  onClose: () => void;
  focusAfter: RefObject<HTMLElement | null>;
}

/** Asks first: every program that uses the token stops working. */
export function RevokeToken({ token, onClose, focusAfter }: RevokeTokenProps) {
  const revoke = useRevokeApiToken();
  const onSuccess = () => {
    toast(`${token.name} revoked.`);
    onClose();
  };
  return (
    <ConfirmRemoval
      title={`Revoke ${token.name}?`}
      description="Programs using it lose access immediately, and comparisons they started stop. Their runs stay in your history."
      action="Revoke token"
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate(token.id, { onSuccess })}
      onClose={onClose}
      focusAfter={focusAfter}
    />
  );
}

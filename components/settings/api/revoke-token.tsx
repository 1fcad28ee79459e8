'use client';

import type { RefObject } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import { useRevokeApiToken } from '@/lib/client/account/api-tokens';
import type { ApiToken } from '@/lib/contract/tokens';

/** Asks first: whatever uses the token stops working. */
export function RevokeToken({
  token,
  onClose,
  focusAfter,
}: {
  token: ApiToken;
  onClose: () => void;
  focusAfter: RefObject<HTMLElement | null>;
}) {
  const revoke = useRevokeApiToken();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Revoke ${token.name}?`}
      description="Programs that use it are refused from now on. Runs made with it stay in your history."
      className="max-w-md"
      focusAfter={focusAfter}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="danger"
            loading={revoke.isPending}
            onClick={() =>
              revoke.mutate(token.id, {
                onSuccess: () => {
                  toast(`${token.name} is revoked.`);
                  onClose();
                },
              })
            }
          >
            Revoke token
          </Button>
        </>
      }
    >
      {revoke.error && (
        <Notice tone="bad" role="alert">
          {revoke.error.message}
        </Notice>
      )}
    </Dialog>
  );
}

'use client';

import type { RefObject } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import { useDeleteConnection } from '@/lib/client/connections/connections';
import type { Connection } from '@/lib/contract/connections';

/** Asks first, since the key cannot be brought back: it exists nowhere else on this server. */
export function DeleteConnection({
  connection,
  onClose,
  focusAfter,
}: {
  connection: Connection;
  onClose: () => void;
  focusAfter: RefObject<HTMLElement | null>;
}) {
  const remove = useDeleteConnection();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Delete ${connection.name}?`}
      description={
        connection.hasKey
          ? 'Its stored key is erased. Runs made with it stay in your history.'
          : 'Runs made with it stay in your history.'
      }
      className="max-w-md"
      focusAfter={focusAfter}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="danger"
            loading={remove.isPending}
            onClick={() =>
              remove.mutate(connection.id, {
                onSuccess: () => {
                  toast(`${connection.name} is deleted.`);
                  onClose();
                },
              })
            }
          >
            Delete connection
          </Button>
        </>
      }
    >
      {remove.error && (
        <Notice tone="bad" role="alert">
          {remove.error.message}
        </Notice>
      )}
    </Dialog>
  );
}

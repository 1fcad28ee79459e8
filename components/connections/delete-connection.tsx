'use client';

import type { RefObject } from 'react';
import { ConfirmRemoval } from '@/components/shell/confirm-removal';
import { toast } from '@/components/ui/toast';
import { useDeleteConnection } from '@/lib/connections/client/connections';
import type { Connection } from '@/lib/connections/model/connections';

export interface DeleteConnectionProps {
  connection: Connection;
  onClose: () => void;
  focusAfter: RefObject<HTMLElement | null>;
}

/** Asks first, since the key cannot be restored: it exists nowhere else on this server. */
export function DeleteConnection({ connection, onClose, focusAfter }: DeleteConnectionProps) {
  const remove = useDeleteConnection();
  const onSuccess = () => {
    toast(`${connection.name} deleted.`);
    onClose();
  };
  return (
    <ConfirmRemoval
      title={`Delete ${connection.name}?`}
      description={
        connection.hasKey
          ? 'Its stored key is deleted. Its runs stay in your history.'
          : 'Its runs stay in your history.'
      }
      action="Delete connection"
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate(connection.id, { onSuccess })}
      onClose={onClose}
      focusAfter={focusAfter}
    />
  );
}

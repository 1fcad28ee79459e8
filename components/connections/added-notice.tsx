'use client';

import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useTestConnection } from '@/lib/connections/client/connections';
import type { Connection } from '@/lib/connections/model/connections';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';

export interface AddedNoticeProps {
  connection: Connection;
  /** What was changed in its address. */
  changes: readonly string[];
  /** The playground is on it already. */
  inUse: boolean;
  /** Opens the playground on it; an empty model: one has to be chosen there. */
  onUse: (connectionId: string, model: string) => void;
  /** Opens its form: what was written may be wrong. */
  onEdit: (connectionId: string) => void;
  /** Its first model, also when the page was left meanwhile. */
  onFirstModel: (connectionId: string, model: string) => void;
}

/** What comes after adding a connection: using it. */
export function AddedNotice({ connection, changes, inUse, onUse, onEdit, onFirstModel }: AddedNoticeProps) {
  const { mutateAsync, data, error } = useTestConnection();
  const { id } = connection;
  const emit = useRef(onFirstModel);
  useEffect(() => {
    const onModel = emit.current;
    mutateAsync({ id }).then(
      ({ models }) => models[0] && onModel(id, models[0].id),
      // It is shown below.
      () => undefined,
    );
  }, [mutateAsync, id]);
  const first = data?.models[0]?.id ?? '';
  const name = visibleName(connection.name);
  const isUnreached = error !== null || data?.ok === false;
  return (
    <Notice
      tone={isUnreached ? 'warn' : 'good'}
      role="status"
      className="mb-3"
      actions={
        <>
          {isUnreached && (
            <Button size="sm" variant="primary" onClick={() => onEdit(connection.id)}>
              Edit connection
            </Button>
          )}
          <Button
            size="sm"
            variant={isUnreached ? 'secondary' : 'primary'}
            onClick={() => onUse(connection.id, first)}
          >
            {inUse ? 'Open the playground' : 'Use it now'}
          </Button>
        </>
      }
    >
      <p>
        {name} added. {changes.join(' ')} {inUse && 'The playground now uses it.'}
      </p>
      <p className="text-xs text-ink-2">
        {!data && !error ? (
          'Loading its models'
        ) : first ? (
          <>
            {inUse ? 'It starts with ' : 'The playground opens with '}
            <span className="font-mono wrap-anywhere">{first}</span>, its first model.
          </>
        ) : data?.ok ? (
          'The server lists no models. You can type a model name in the playground.'
        ) : (
          <>Couldn't load its models. {data?.message} You can still type a model name in the playground.</>
        )}
      </p>
    </Notice>
  );
}

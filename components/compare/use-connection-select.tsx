import type { ChangeEvent } from 'react';
import { modelFor } from '@/lib/compare/client/new-plans';
import type { PlannedModel } from '@/lib/compare/model/plan-cells';
import { useConnections } from '@/lib/connections/client/connection-list';

/** The value and the options of a select of connections; a new one is chosen with a model, where one is known there. */
export function useConnectionSelect(connectionId: string, onChoose: (chosen: PlannedModel) => void) {
  const { connections, isPending } = useConnections();
  const isKnown = connections.some(({ id }) => id === connectionId);
  const isDeleted = !isKnown && !isPending;
  return {
    isKnown,
    isDeleted,
    select: {
      'aria-invalid': isDeleted || undefined,
      value: connectionId,
      onChange: ({ currentTarget: { value } }: ChangeEvent<HTMLSelectElement>) => {
        const connection = connections.find(({ id }) => id === value);
        if (connection) onChoose({ connectionId: value, model: modelFor(value, connection) });
      },
    },
    options: (
      <>
        {!isKnown && (
          <option value={connectionId} disabled>
            {isPending ? 'Connection' : 'Connection deleted'}
          </option>
        )}
        {connections.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </>
    ),
  };
}

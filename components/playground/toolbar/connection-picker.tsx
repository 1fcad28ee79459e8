'use client';

import { lazy, Suspense, useEffect } from 'react';
import { buttonStyle } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Link } from '@/components/ui/link';
import { Select } from '@/components/ui/select';
import { Tooltip } from '@/components/ui/tooltip';
import { useConnections } from '@/lib/connections/client/connection-list';
import { firstModel, recentModels } from '@/lib/connections/client/recent-models';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import type { Connection } from '@/lib/connections/model/connections';
import { useHydrated } from '@/lib/platform/client/use-hydrated';
import { chooseConnection } from '@/lib/playground/client/draft-connection';
import { getDraft, settleDraft, useDraft } from '@/lib/playground/client/draft-store';
import { PRACTICE_MODEL_ID } from '@/lib/practice/practice-model-id';

// Until the picker is opened, only a draft without a model needs the list of models.
const OnlyModel = lazy(async () => ({ default: (await import('./only-model')).OnlyModel }));

const SETTINGS = '/settings/connections';
const ADD = `${SETTINGS}?new`;

/** Picks the server of the run. */
export function ConnectionPicker({ className }: { className?: string }) {
  const { connections } = useConnections();
  const chosen = useDraft((draft) => draft.connectionId);
  const hasModel = useDraft((draft) => draft.model !== '');
  useDefaultConnection(connections);
  const known = connections.some((connection) => connection.id === chosen);
  return (
    <div className={cx('flex min-w-0 items-center', className)}>
      {/* A connection that is gone (with its account or session) has no models to load. */}
      {known && chosen !== null && !hasModel && (
        <Suspense fallback={null}>
          <OnlyModel connectionId={chosen} />
        </Suspense>
      )}
      <label htmlFor={CONNECTION_PICKER_ID} className="sr-only">
        Connection
      </label>
      <ConnectionSelect
        id={CONNECTION_PICKER_ID}
        className="w-32 min-w-24 max-wide:w-auto max-wide:flex-1 @min-[800px]:w-44"
      />
      {/* Where it has no space, the list of connections ends with it. */}
      <Tooltip content="Edit connections">
        <Link
          href={SETTINGS}
          aria-label="Edit connections"
          className={cx(buttonStyle('ghost'), 'px-1! @max-[800px]:hidden')}
        >
          Connections
        </Link>
      </Tooltip>
    </div>
  );
}

export const CONNECTION_PICKER_ID = 'connection-picker';

/** The connections, and ways to add and to edit them. */
export function ConnectionSelect({ id, className }: { id: string; className?: string }) {
  const { connections, isPending, error } = useConnections();
  const chosen = useDraft((draft) => draft.connectionId);
  const hydrated = useHydrated();
  const known = connections.some((connection) => connection.id === chosen);
  return (
    <Select
      id={id}
      value={chosen ?? ''}
      onChange={({ currentTarget: { value } }) =>
        value === ADD || value === SETTINGS ? location.assign(value) : choose(connections, value)
      }
      className={className}
    >
      {!known && (
        <option value={chosen ?? ''} disabled>
          {!hydrated || isPending
            ? 'Connection'
            : error
              ? "Couldn't load connections"
              : 'Choose a connection'}
        </option>
      )}
      {connections.map((connection) => (
        <option key={connection.id} value={connection.id}>
          {connection.name}
        </option>
      ))}
      <option value={ADD}>Add a connection…</option>
      <option value={SETTINGS}>Edit connections…</option>
    </Select>
  );
}

function choose(connections: readonly Connection[], id: string): void {
  const connection = connections.find((candidate) => candidate.id === id);
  if (!connection) return;
  chooseConnection(id, startModel(connection));
}

/** The first model on a connection: the one last used there, or else its owner's default, or the one announced. */
function startModel(connection: Connection): string {
  const named = connection.id === PRACTICE_CONNECTION_ID ? PRACTICE_MODEL_ID : '';
  return recentModels(connection.id)[0] ?? connection.defaultModel ?? firstModel(connection.id) ?? named;
}

/** Gives a draft without a connection the default one. */
function useDefaultConnection(connections: readonly Connection[]): void {
  const connectionId = useDraft((draft) => draft.connectionId);
  useEffect(() => {
    // Not by the selector alone: while the page hydrates it shows the server's empty draft, not the stored
    // one.
    if (connectionId !== null || getDraft().connectionId !== null) return;
    const first = connections.find((connection) => connection.isDefault) ?? connections[0];
    if (first) settleDraft({ connectionId: first.id, model: getDraft().model || startModel(first) });
  }, [connections, connectionId]);
}

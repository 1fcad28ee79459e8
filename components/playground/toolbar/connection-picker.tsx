'use client';

import { useRouter } from 'next/navigation';
import { Fragment, lazy, Suspense, useEffect } from 'react';
import { cx } from '@/components/ui/cx';
import { Select } from '@/components/ui/select';
import { Tooltip, type TooltipProps } from '@/components/ui/tooltip';
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
const ABOUT_PRACTICE = 'Built in, tiny, needs no key';

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
    </div>
  );
}

export const CONNECTION_PICKER_ID = 'connection-picker';

/** The connections, and ways to add and to edit them. */
export function ConnectionSelect({ id, className }: { id: string; className?: string }) {
  const { connections, isPending, error } = useConnections();
  const chosen = useDraft((draft) => draft.connectionId);
  const hydrated = useHydrated();
  const router = useRouter();
  const known = connections.some((connection) => connection.id === chosen);
  return (
    <ConnectionTooltip isPractice={chosen === PRACTICE_CONNECTION_ID}>
      <Select
        id={id}
        value={chosen ?? ''}
        onChange={({ currentTarget: { value } }) =>
          value === ADD || value === SETTINGS ? router.push(value) : choose(connections, value)
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
          <Fragment key={connection.id}>
            <option value={connection.id}>{connection.name}</option>
            {connection.id === PRACTICE_CONNECTION_ID && (
              // A line under its name: the closed list shows the name alone.
              <option disabled>{`\u2003${ABOUT_PRACTICE}`}</option>
            )}
          </Fragment>
        ))}
        <option value={ADD}>Add a connection…</option>
        <option value={SETTINGS}>Edit connections…</option>
      </Select>
    </ConnectionTooltip>
  );
}

function ConnectionTooltip({
  isPractice,
  children,
}: {
  isPractice: boolean;
  children: TooltipProps['children'];
}) {
  return (
    <Tooltip content={isPractice ? `Practice model: ${ABOUT_PRACTICE.toLowerCase()}` : 'Choose a connection'}>
      {children}
    </Tooltip>
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

'use client';

import { Plus, Radar } from 'lucide-react';
import { useRef, useState } from 'react';
import { ListStatus } from '@/components/shell/list-status';
import { Section } from '@/components/shell/section';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { useConnections } from '@/lib/connections/client/connection-list';
import { AddedNotice } from './added-notice';
import { type ConnectionDraft, hasOnlyPractice } from './connection-draft';
import { ConnectionForm } from './connection-form';
import { ConnectionRow } from './connection-row';
import { DeleteConnection } from './delete-connection';
import { FoundServers } from './found-servers';

type Layer =
  | { kind: 'new'; known?: Partial<ConnectionDraft>; startAt?: 'key' }
  | { kind: 'edit' | 'delete'; id: string };

export interface ConnectionsScreenProps {
  /** `new`, `find`, or the id of the connection whose form is open from the start. */
  openAtStart: string | null;
  /** Opens the playground on a connection and a model. */
  onUse: (connectionId: string, model: string) => void;
  /** Of the first connection that somebody adds: whether the playground goes over to it. */
  onFirstAdded: (connectionId: string) => boolean;
  /** The first model of a connection that was added. */
  onFirstModel: (connectionId: string, model: string) => void;
}

export function ConnectionsScreen({
  openAtStart,
  onUse,
  onFirstAdded,
  onFirstModel,
}: ConnectionsScreenProps) {
  const { connections, canFindServers, isPending, error, refetch } = useConnections();
  const [layer, setLayer] = useState<Layer | null>(() => {
    if (openAtStart === null || openAtStart === 'find') return null;
    return openAtStart === 'new' ? { kind: 'new' } : { kind: 'edit', id: openAtStart };
  });
  const [finding, setFinding] = useState(openAtStart === 'find');
  const [added, setAdded] = useState<{ id: string; changes: readonly string[]; inUse: boolean } | null>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const findButton = useRef<HTMLButtonElement>(null);
  const own = connections.filter((connection) => !connection.builtIn);
  const names = connections.map(({ name }) => name);
  // As it is now: it may have been edited since, or deleted.
  const addedNow = added && own.find(({ id }) => id === added.id);
  const target =
    layer && layer.kind !== 'new' ? own.find((connection) => connection.id === layer.id) : undefined;
  // A reload must not open from the address again what was closed.
  const forgetAddress = () => {
    if (location.search !== '') history.replaceState(null, '', location.pathname);
  };
  const noteAdded = (id: string, changes: readonly string[], takesOver: boolean) => {
    const isFirst = hasOnlyPractice(connections.filter((known) => known.id !== id));
    setAdded({ id, changes, inUse: isFirst && takesOver && onFirstAdded(id) });
  };
  const close = () => {
    setLayer(null);
    forgetAddress();
  };
  const closeFound = () => {
    setFinding(false);
    forgetAddress();
    findButton.current?.focus();
  };
  const find = canFindServers && (
    <Button
      ref={findButton}
      aria-expanded={finding}
      onClick={() => (finding ? closeFound() : setFinding(true))}
    >
      <Radar aria-hidden="true" className="size-4" />
      Find servers
    </Button>
  );

  return (
    <Section
      level={1}
      title="Connections"
      description="Servers with an OpenAI-compatible completions API. Keys are stored encrypted, sent only to the connection's server, and never shown again."
      action={
        <div className="flex flex-wrap gap-2">
          {find}
          <Button ref={addButton} variant="primary" onClick={() => setLayer({ kind: 'new' })}>
            <Plus aria-hidden="true" className="size-4" />
            New connection
          </Button>
        </div>
      }
    >
      {addedNow && added && (
        <AddedNotice
          // Tried again where it leads now.
          key={`${added.id} ${addedNow.baseUrl}`}
          connection={addedNow}
          changes={added.changes}
          inUse={added.inUse}
          onUse={onUse}
          onEdit={(id) => setLayer({ kind: 'edit', id })}
          onFirstModel={onFirstModel}
        />
      )}
      {finding && canFindServers && (
        <FoundServers
          connections={connections}
          onAdded={({ id }) => noteAdded(id, [], true)}
          onFill={(known) => setLayer({ kind: 'new', known, startAt: 'key' })}
          onClose={closeFound}
        />
      )}
      <ListStatus what="connections" isPending={isPending} error={error} onRetry={() => void refetch()} />
      <ul className="divide-y border-y empty:hidden">
        {connections.map((connection) => (
          <ConnectionRow
            key={connection.id}
            connection={connection}
            onEdit={() => setLayer({ kind: 'edit', id: connection.id })}
            onDelete={() => setLayer({ kind: 'delete', id: connection.id })}
          />
        ))}
      </ul>
      {!isPending && !error && own.length === 0 && (
        <EmptyState action={<Button onClick={() => setLayer({ kind: 'new' })}>Add a connection</Button>}>
          Add r9s, OpenAI or your own server to run prompts on their models.
          {canFindServers &&
            ' Find servers looks for Ollama, llama.cpp and others on the computer that runs this playground.'}
        </EmptyState>
      )}

      {layer?.kind === 'new' && !isPending && (
        <ConnectionForm
          stored={null}
          takenNames={names}
          known={{
            isDefault: hasOnlyPractice(connections),
            ...layer.known,
          }}
          startAt={layer.startAt}
          onAdded={({ id, isDefault }, changes) => noteAdded(id, changes, isDefault)}
          onClose={close}
        />
      )}
      {layer?.kind === 'edit' && target && (
        <ConnectionForm key={target.id} stored={target} takenNames={names} onClose={close} />
      )}
      {layer?.kind === 'delete' && target && (
        // Its row, and the button that had the focus, may be gone.
        <DeleteConnection connection={target} onClose={close} focusAfter={addButton} />
      )}
    </Section>
  );
}

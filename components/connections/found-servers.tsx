'use client';

import { useEffect, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Spinner } from '@/components/ui/spinner';
import { TextField } from '@/components/ui/text-field';
import { useCreateConnection, useFindServers } from '@/lib/connections/client/connections';
import { CONNECTION_KINDS, type Connection } from '@/lib/connections/model/connections';
import type { FoundServer } from '@/lib/connections/model/found-servers';
import {
  type ConnectionDraft,
  connectionToFound,
  createBody,
  portLabel,
  startDraft,
} from './connection-draft';

export interface FoundServersProps {
  connections: readonly Connection[];
  onAdded: (connection: Connection) => void;
  /** Opens the form with what is known: a key has to be entered. */
  onFill: (known: Partial<ConnectionDraft>) => void;
  onClose: () => void;
}

/** Looks for servers on the machine that this app runs on; one press makes a connection of one. */
export function FoundServers({ connections, onAdded, onFill, onClose }: FoundServersProps) {
  const { mutate, data, error, isPending, isIdle } = useFindServers();
  useEffect(() => mutate(), [mutate]);
  return (
    <section aria-label="Servers on this computer" className="mb-4 flex flex-col gap-2 rounded-sm border p-3">
      <div className="flex items-center justify-between gap-2">
        <h2 className="font-medium">Servers on this computer</h2>
        <div className="flex items-center gap-1">
          <Button
            size="sm"
            variant="ghost"
            // Not disabled: it would lose the focus.
            aria-disabled={isPending || undefined}
            className="aria-disabled:cursor-not-allowed aria-disabled:opacity-55"
            onClick={() => !isPending && mutate()}
          >
            Search again
          </Button>
          <Button size="sm" variant="ghost" onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
      <p className="text-xs text-ink-3">Searches the computer that runs this playground.</p>
      {(isPending || isIdle) && (
        <p role="status" className="flex items-center gap-2 text-ink-2">
          <Spinner />
          Searching
        </p>
      )}
      {error && (
        <Notice tone="bad" role="alert">
          {error.message}
        </Notice>
      )}
      {data && !isPending && (
        <p role="status" className="text-ink-2">
          {data.servers.length > 0
            ? `Found ${data.servers.length === 1 ? 'one server' : `${data.servers.length} servers`}.`
            : `No servers found. Start one, then search again. Ports searched: ${data.ports.map(portLabel).join(', ')}.`}
        </p>
      )}
      {data && !isPending && (
        <ul className="flex flex-col divide-y empty:hidden">
          {data.servers.map((server) => (
            <FoundRow
              key={server.port}
              server={server}
              connections={connections}
              onAdded={onAdded}
              onFill={onFill}
            />
          ))}
        </ul>
      )}
      <OtherPort onFill={onFill} />
    </section>
  );
}

/** For a server on a port that is not searched. */
function OtherPort({ onFill }: Pick<FoundServersProps, 'onFill'>) {
  const [port, setPort] = useState('');
  const number = Number(port);
  const isPort = /^\d{1,5}$/.test(port) && number >= 1 && number <= 65_535;
  return (
    <form
      className="flex items-center gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (isPort) onFill({ kind: 'custom', baseUrl: `http://127.0.0.1:${number}/v1` });
      }}
    >
      <TextField
        aria-label="Other port"
        placeholder="Other port"
        inputMode="numeric"
        autoComplete="off"
        value={port}
        onChange={(event) => setPort(event.currentTarget.value.trim())}
        className="w-28"
      />
      <Button type="submit" size="sm" aria-disabled={!isPort || undefined}>
        Connect<span className="sr-only"> to this port</span>
      </Button>
    </form>
  );
}

interface FoundRowProps extends Pick<FoundServersProps, 'connections' | 'onAdded' | 'onFill'> {
  server: FoundServer;
}

function FoundRow({ server, connections, onAdded, onFill }: FoundRowProps) {
  const create = useCreateConnection();
  const existing = connections.find(({ baseUrl }) => originOf(baseUrl) === originOf(server.baseUrl));
  const known = connectionToFound(server);
  const takenNames = connections.map(({ name }) => name);
  const needsKey = server.modelCount === null;
  const connected = useRef<HTMLParagraphElement>(null);
  const isConnectedHere = create.isSuccess && existing !== undefined;
  // It takes the focus over from the button that it replaces.
  useEffect(() => {
    if (isConnectedHere) connected.current?.focus();
  }, [isConnectedHere]);
  // Without a key it says no more than that it wants one.
  const label =
    server.kind !== 'custom'
      ? CONNECTION_KINDS[server.kind].label
      : needsKey
        ? `Server on port ${server.port}`
        : 'OpenAI-compatible server';
  const add = () =>
    create.mutate(createBody(startDraft(server.kind, takenNames, known), takenNames), {
      onSuccess: onAdded,
    });
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
      <div className="min-w-0 flex-1 basis-48">
        <p className="break-words">
          {label}
          {server.version !== null && <span className="text-ink-3"> {server.version}</span>}
        </p>
        <p className="flex flex-wrap gap-x-3 text-xs text-ink-3">
          <span className="font-mono break-all">{server.baseUrl}</span>
          <span>{needsKey ? 'Needs a key' : countLabel(server.modelCount ?? 0)}</span>
        </p>
        {create.error && (
          <p role="alert" className="text-xs text-bad">
            {create.error.message}
          </p>
        )}
      </div>
      {existing ? (
        <p ref={connected} tabIndex={-1} className="text-xs text-ink-3">
          Connected as {existing.name}
        </p>
      ) : (
        <Button size="sm" loading={create.isPending} onClick={needsKey ? () => onFill(known) : add}>
          {needsKey ? 'Enter key' : 'Connect'}
          <span className="sr-only"> {label}</span>
        </Button>
      )}
    </li>
  );
}

function countLabel(count: number): string {
  return count === 1 ? '1 model' : `${count} models`;
}

function originOf(address: string): string | null {
  return URL.canParse(address) ? new URL(address).origin.replace('//localhost', '//127.0.0.1') : null;
}

'use client';

import { Ellipsis, Pencil, Pin, PinOff, Trash2 } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import { useTestConnection, useUpdateConnection } from '@/lib/connections/client/connections';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import type { Connection } from '@/lib/connections/model/connections';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import { StoredKey } from './stored-key';
import { TestResult } from './test-result';

const PricesDialog = lazy(async () => ({ default: (await import('./prices-dialog')).PricesDialog }));

export interface ConnectionRowProps {
  connection: Connection;
  onEdit: () => void;
  onDelete: () => void;
}

export function ConnectionRow({ connection, onEdit, onDelete }: ConnectionRowProps) {
  const test = useTestConnection();
  const update = useUpdateConnection();
  const [prices, setPrices] = useState(false);
  const pricesButton = useRef<HTMLButtonElement>(null);
  const setDefault = (isDefault: boolean) =>
    update.mutate(
      { id: connection.id, patch: { isDefault } },
      { onError: (error) => toast(error.message, { tone: 'bad' }) },
    );

  return (
    <li className="flex flex-col gap-2 py-3">
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-52">
          <div className="flex flex-wrap items-center gap-2">
            <h2 className="min-w-0 font-medium break-words">{visibleName(connection.name)}</h2>
            {connection.isDefault && <Badge tone="accent">Default</Badge>}
            {connection.builtIn && <Badge>Built in</Badge>}
          </div>
          <Details connection={connection} />
        </div>
        <div className="flex items-center gap-1">
          <Button size="sm" loading={test.isPending} onClick={() => test.mutate({ id: connection.id })}>
            Test<span className="sr-only"> {connection.name}</span>
          </Button>
          {connection.id !== PRACTICE_CONNECTION_ID && (
            <Button ref={pricesButton} size="sm" variant="ghost" onClick={() => setPrices(true)}>
              Prices<span className="sr-only"> for {connection.name}</span>
            </Button>
          )}
          {!connection.builtIn && (
            <>
              <IconButton size="sm" label={`Edit ${connection.name}`} word="Edit" onClick={onEdit}>
                <Pencil aria-hidden="true" />
              </IconButton>
              <Menu
                label={`More for ${connection.name}`}
                trigger={
                  <IconButton size="sm" label={`More for ${connection.name}`}>
                    <Ellipsis aria-hidden="true" />
                  </IconButton>
                }
              >
                {connection.isDefault ? (
                  <MenuItem icon={<PinOff />} onSelect={() => setDefault(false)}>
                    Remove as default
                  </MenuItem>
                ) : (
                  <MenuItem icon={<Pin />} onSelect={() => setDefault(true)}>
                    Make default
                  </MenuItem>
                )}
                <MenuSeparator />
                <MenuItem icon={<Trash2 />} tone="bad" onSelect={onDelete}>
                  Delete
                </MenuItem>
              </Menu>
            </>
          )}
        </div>
      </div>
      {test.error && (
        <Notice tone="bad" role="alert">
          {test.error.message}
        </Notice>
      )}
      {test.data && <TestResult result={test.data} />}
      <Suspense fallback={null}>
        {prices && (
          <PricesDialog connection={connection} focusAfter={pricesButton} onClose={() => setPrices(false)} />
        )}
      </Suspense>
    </li>
  );
}

function Details({ connection }: { connection: Connection }) {
  if (connection.id === PRACTICE_CONNECTION_ID) {
    return <p className="text-xs text-ink-3">A small model built into this app. No key or network needed.</p>;
  }
  return (
    <p className="flex flex-wrap gap-x-3 text-xs text-ink-3">
      <span className="font-mono break-all">{connection.baseUrl}</span>
      <span>
        {connection.builtIn ? "Set up by the playground's admin" : <StoredKey connection={connection} />}
      </span>
      {connection.runsAtOnce !== null && <span>Parallel runs: {connection.runsAtOnce}</span>}
      {connection.headerNames.length > 0 && (
        <span className="break-all">
          {connection.headerNames.length === 1 ? 'Header' : 'Headers'} {connection.headerNames.join(', ')}
        </span>
      )}
    </p>
  );
}

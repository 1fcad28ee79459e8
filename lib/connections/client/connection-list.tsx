'use client';

import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Connection } from '@/lib/connections/model/connections';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { apiOnDemand } from '@/lib/platform/client/http/api';
import { onSessionChange } from '@/lib/platform/client/http/send';

/*
 * The viewer's connections, on every page that uses them. A store of its own, because the playground's first
 * paint shows it: it includes neither the query library nor the schemas.
 */

/** Milliseconds for which the list counts as fresh. */
const FRESH_MS = 30_000;

interface ConnectionList {
  readonly connections: readonly Connection[];
  /** Whether the app may look for servers on its own machine; false until it is known. */
  readonly canFindServers: boolean;
  /** There is neither a list nor an error yet. */
  readonly isPending: boolean;
  /** Why it could not be read; what was known before stays. */
  readonly error: Error | null;
}

const UNKNOWN: ConnectionList = { connections: [], canFindServers: false, isPending: true, error: null };

const store = createBrowserStore(UNKNOWN);
/** How many parts of the page show the list. */
let readers = 0;
let readAt = Number.NEGATIVE_INFINITY;
/** Of several reads under way, the last one counts. */
let latest = 0;

/** What is known of them now; empty before a part of the page has shown them. */
export function getConnections(): readonly Connection[] {
  return store.getState().connections;
}

async function readConnections(): Promise<void> {
  latest += 1;
  const turn = latest;
  readAt = Date.now();
  let next: ConnectionList;
  try {
    next = { ...(await fetchConnections()), isPending: false, error: null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    next = { ...store.getState(), isPending: false, error };
    readAt = Number.NEGATIVE_INFINITY;
  }
  if (turn === latest) store.setState(next);
}

async function fetchConnections(): Promise<Pick<ConnectionList, 'connections' | 'canFindServers'>> {
  const load = async () => (await import('@/lib/connections/model/connections')).connectionListSchema;
  return apiOnDemand('/api/connections', load);
}

/** Reloads the list: immediately when it is shown, else the next time it is. */
export function connectionsChanged(): Promise<void> {
  readAt = Number.NEGATIVE_INFINITY;
  return readers === 0 ? Promise.resolve() : readConnections();
}

function readIfStale(): void {
  if (Date.now() - readAt > FRESH_MS) void readConnections();
}

function startReading(): () => void {
  watch();
  readers += 1;
  readIfStale();
  return () => {
    readers -= 1;
  };
}

let isWatching = false;

/** From the first use of the list on, also while it is not shown. */
function watch(): void {
  if (isWatching) return;
  isWatching = true;
  onSessionChange(() => void connectionsChanged());
  window.addEventListener('online', () => {
    if (readers > 0) readIfStale();
  });
}

const InitialContext = createContext(UNKNOWN);

/** The list that came with the page, so that it is there at the first paint. */
export function InitialConnections({
  connections,
  canFindServers,
  children,
}: {
  connections: readonly Connection[];
  canFindServers: boolean;
  children: ReactNode;
}) {
  const initial = useMemo(
    () => ({ connections, canFindServers, isPending: false, error: null }),
    [connections, canFindServers],
  );
  // Before the effects of the children, which would request it; a list requested since then is newer.
  useLayoutEffect(() => {
    if (store.getState() !== UNKNOWN) return;
    store.setState(initial, true);
    readAt = Date.now();
  }, [initial]);
  return <InitialContext value={initial}>{children}</InitialContext>;
}

/** Includes built-in ones; the server decides which is the default, and the order stays as it sent it. */
export function useConnections() {
  const initial = useContext(InitialContext);
  const shown = useStore(store, (list) => (list === UNKNOWN ? initial : list));
  useEffect(startReading, []);
  return { ...shown, refetch: readConnections };
}

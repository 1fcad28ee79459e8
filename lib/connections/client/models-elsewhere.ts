'use client';

import { useState } from 'react';
import type { Connection, Model } from '@/lib/connections/model/connections';
import { useQueries } from '@/lib/platform/client/http/queries';
import { queryClient } from '@/lib/platform/client/http/query';
import { useConnections } from './connection-list';
import { MODELS_FRESH_MS, modelsQuery } from './connections';
import { inOrderOfArrival, inTurn, isSettled, withArrivals } from './lists-in-turn';

/** The models of one connection. */
export interface ModelsElsewhere extends Pick<Connection, 'id' | 'name'> {
  /** Empty while they load, and when they could not be listed. */
  readonly models: readonly Model[];
  readonly isLoading: boolean;
  readonly isFailed: boolean;
}

/**
 * The models of all connections but this one, in the order in which they come: none that is shown is pushed away. A few
 * servers are asked at a time, and one that has just refused is left alone.
 */
export function useModelsElsewhere(connectionId: string | null): ModelsElsewhere[] {
  const { connections } = useConnections();
  const [openedAt] = useState(Date.now);
  const [arrived, setArrived] = useState<readonly string[]>([]);
  const others = connections.filter(({ id }) => id !== connectionId);
  const ids = others.map(({ id }) => id);
  const client = queryClient();
  const turn = inTurn(ids, (id) =>
    isSettled(client.getQueryState(modelsQuery(id).queryKey), openedAt, MODELS_FRESH_MS),
  );
  const lists = useQueries({ queries: ids.map((id) => ({ ...modelsQuery(id), enabled: turn.has(id) })) });
  const next = withArrivals(arrived, ids, (id) => lists[ids.indexOf(id)]?.isPending === false);
  if (next !== arrived) setArrived(next);
  const found = others.map(({ id, name }, at) => ({
    id,
    name,
    models: lists[at]?.data?.models ?? [],
    isLoading: lists[at]?.isPending ?? true,
    isFailed: lists[at]?.isError ?? false,
  }));
  return inOrderOfArrival(found, next);
}

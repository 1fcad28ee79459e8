'use client';

import type { Connection, Model } from '@/lib/connections/model/connections';
import { useQueries } from '@/lib/platform/client/http/queries';
import { useConnections } from './connection-list';
import { modelsQuery } from './connections';

/** The models of one connection. */
export interface ModelsElsewhere extends Pick<Connection, 'id' | 'name'> {
  /** Empty while they load, and when they could not be listed. */
  readonly models: readonly Model[];
  readonly isLoading: boolean;
  readonly isFailed: boolean;
}

/** The models of all connections but this one, in the order of the connections. */
export function useModelsElsewhere(connectionId: string | null): ModelsElsewhere[] {
  const { connections } = useConnections();
  const others = connections.filter(({ id }) => id !== connectionId);
  const lists = useQueries({ queries: others.map(({ id }) => modelsQuery(id)) });
  return others.map(({ id, name }, at) => ({
    id,
    name,
    models: lists[at]?.data?.models ?? [],
    isLoading: lists[at]?.isLoading ?? false,
    isFailed: lists[at]?.isError ?? false,
  }));
}

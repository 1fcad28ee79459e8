'use client';

import { queryOptions } from '@tanstack/react-query';
import {
  type ConnectionTest,
  type CreateConnection,
  connectionSchema,
  connectionTestSchema,
  type Model,
  type ModelList,
  modelListSchema,
  type UpdateConnection,
} from '@/lib/connections/model/connections';
import { type FoundServers, foundServersSchema } from '@/lib/connections/model/found-servers';
import { api, apiResponse } from '@/lib/platform/client/http/api';
import { changing } from '@/lib/platform/client/http/changes';
import { useMutation } from '@/lib/platform/client/http/mutation';
import { queryClient, useQuery, useQueryClient } from '@/lib/platform/client/http/query';
import { connectionsChanged } from './connection-list';

export const pricesKey = (connectionId: string) => ['prices', connectionId] as const;
const modelsKey = (connectionId: string) => ['models', connectionId] as const;
export const pathOf = (id: string, suffix = '') => `/api/connections/${encodeURIComponent(id)}${suffix}`;

/**
 * The models that a connection's server lists; null requests nothing. `refresh` bypasses the server's cache.
 * On an error, `error.message` says exactly what failed; a model's name can still be typed.
 */
export function useModels(connectionId: string | null) {
  const client = useQueryClient();
  const query = useQuery({ ...modelsQuery(connectionId ?? ''), enabled: connectionId !== null });
  const fresh = useMutation({
    mutationFn: (id: string) => api(pathOf(id, '/models?fresh=1'), modelListSchema),
    onSuccess: (list, id) => client.setQueryData(modelsKey(id), list),
  });
  return {
    models: query.data?.models ?? NO_MODELS,
    isLoading: query.isLoading,
    isRefreshing: fresh.isPending || query.isRefetching,
    error: fresh.error ?? query.error,
    refresh: () => {
      if (connectionId !== null) fresh.mutate(connectionId);
    },
  };
}
const NO_MODELS: readonly Model[] = [];

/** Milliseconds for which a list of models holds. */
export const MODELS_FRESH_MS = 5 * 60_000;

export const modelsQuery = (connectionId: string) =>
  queryOptions({
    queryKey: modelsKey(connectionId),
    queryFn: ({ signal }): Promise<ModelList> =>
      api(pathOf(connectionId, '/models'), modelListSchema, { signal }),
    staleTime: MODELS_FRESH_MS,
    retry: false,
  });

/** Starts loading the models for a list that is likely to be opened. */
export function prefetchModels(connectionId: string): void {
  void queryClient().prefetchQuery(modelsQuery(connectionId));
}

export function useCreateConnection() {
  const settled = useConnectionsChanged();
  return useMutation({
    mutationFn: (body: CreateConnection) =>
      changing(() => api('/api/connections', connectionSchema, { method: 'POST', body })),
    onSuccess: (connection) => settled(connection.id),
  });
}

export function useUpdateConnection() {
  const settled = useConnectionsChanged();
  return useMutation({
    mutationFn: ({ id, patch }: { id: string; patch: UpdateConnection }) =>
      changing(() => api(pathOf(id), connectionSchema, { method: 'PATCH', body: patch })),
    onSuccess: (connection) => settled(connection.id),
  });
}

export function useDeleteConnection() {
  const settled = useConnectionsChanged();
  return useMutation({
    mutationFn: async (id: string): Promise<void> => {
      await changing(() => apiResponse(pathOf(id), { method: 'DELETE' }));
    },
    onSuccess: (_nothing, id) => settled(id),
  });
}

/**
 * Tests a stored connection, or one that is still being filled in. An upstream's failure is in the answer,
 * not thrown.
 */
export function useTestConnection() {
  return useMutation({
    mutationFn: (what: { id: string } | { draft: CreateConnection }): Promise<ConnectionTest> =>
      'id' in what
        ? api(pathOf(what.id, '/test'), connectionTestSchema, { method: 'POST' })
        : api('/api/connections/test', connectionTestSchema, { method: 'POST', body: what.draft }),
  });
}

/** Looks for completions servers on the machine that this app runs on. */
export function useFindServers() {
  return useMutation({
    mutationFn: (): Promise<FoundServers> =>
      api('/api/connections/find', foundServersSchema, { method: 'POST' }),
  });
}

/** After a change: the list is reloaded, and that connection's cached models are dropped. */
function useConnectionsChanged() {
  const client = useQueryClient();
  return (connectionId: string) => {
    client.removeQueries({ queryKey: modelsKey(connectionId) });
    client.removeQueries({ queryKey: pricesKey(connectionId) });
    return connectionsChanged();
  };
}

'use client';

import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, apiResponse } from '@/lib/client/http/api';
import {
  type Connection,
  type ConnectionTest,
  type CreateConnection,
  connectionListSchema,
  connectionSchema,
  connectionTestSchema,
  type Model,
  type ModelList,
  modelListSchema,
  type UpdateConnection,
} from '@/lib/contract/connections';

const LIST_KEY = ['connections'] as const;
const modelsKey = (connectionId: string) => ['models', connectionId] as const;
const pathOf = (id: string, rest = '') => `/api/connections/${encodeURIComponent(id)}${rest}`;

/** Built-in ones included; the default first is the server's business, the order is kept. */
export const connectionsQuery = queryOptions({
  queryKey: LIST_KEY,
  queryFn: ({ signal }): Promise<{ connections: Connection[] }> =>
    api('/api/connections', connectionListSchema, { signal }),
});

export function useConnections() {
  const query = useQuery(connectionsQuery);
  return { ...query, connections: query.data?.connections ?? NO_CONNECTIONS };
}
const NO_CONNECTIONS: readonly Connection[] = [];

/**
 * The models that a connection's server lists; null asks for nothing. `refresh` passes over the server's cache. An
 * error says in `error.message` exactly what failed; a model's name may still be typed by hand.
 */
export function useModels(connectionId: string | null) {
  const client = useQueryClient();
  const query = useQuery({
    queryKey: modelsKey(connectionId ?? ''),
    queryFn: ({ signal }): Promise<ModelList> =>
      api(pathOf(connectionId ?? '', '/models'), modelListSchema, { signal }),
    enabled: connectionId !== null,
    staleTime: 5 * 60_000,
    retry: false,
  });
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

export function useCreateConnection() {
  const settled = useConnectionsChanged();
  return useMutation({
    mutationFn: (body: CreateConnection) =>
      api('/api/connections', connectionSchema, { method: 'POST', body }),
    onSuccess: (connection) => settled(connection.id),
  });
}

export function useUpdateConnection() {
  const settled = useConnectionsChanged();
  return useMutation({
    mutationFn: ({ id, patch }: { id: string; patch: UpdateConnection }) =>
      api(pathOf(id), connectionSchema, { method: 'PATCH', body: patch }),
    onSuccess: (connection) => settled(connection.id),
  });
}

export function useDeleteConnection() {
  const settled = useConnectionsChanged();
  return useMutation({
    mutationFn: async (id: string): Promise<void> => {
      await apiResponse(pathOf(id), { method: 'DELETE' });
    },
    onSuccess: (_nothing, id) => settled(id),
  });
}

/** Tests one that is stored, or one that is still being filled in. What failed upstream is in the answer, not thrown. */
export function useTestConnection() {
  return useMutation({
    mutationFn: (what: { id: string } | { draft: CreateConnection }): Promise<ConnectionTest> =>
      'id' in what
        ? api(pathOf(what.id, '/test'), connectionTestSchema, { method: 'POST' })
        : api('/api/connections/test', connectionTestSchema, { method: 'POST', body: what.draft }),
  });
}

/** After a change: the list is asked for again, and the models of that connection are no longer to be trusted. */
function useConnectionsChanged() {
  const client = useQueryClient();
  return (connectionId: string) => {
    client.removeQueries({ queryKey: modelsKey(connectionId) });
    return client.invalidateQueries({ queryKey: LIST_KEY });
  };
}

'use client';

import { queryOptions } from '@tanstack/react-query';
import { PRACTICE_CONNECTION_ID } from '@/lib/connections/model/built-in-connections';
import {
  KINDS_THAT_LIST_PRICES,
  type ModelPrice,
  priceListSchema,
  type SetPrice,
} from '@/lib/connections/model/prices';
import { api } from '@/lib/platform/client/http/api';
import { changing } from '@/lib/platform/client/http/changes';
import { useMutation } from '@/lib/platform/client/http/mutation';
import { useQueries } from '@/lib/platform/client/http/queries';
import { useQuery, useQueryClient } from '@/lib/platform/client/http/query';
import type { Price } from '@/lib/protocol/run/price';
import { useConnections } from './connection-list';
import { modelsQuery, pathOf, pricesKey } from './connections';

/** The price of a model on a connection as it is now; null: none is known. */
export type PriceOf = (connectionId: string, model: string) => Price | null;

const pricesQuery = (connectionId: string) =>
  queryOptions({
    queryKey: pricesKey(connectionId),
    queryFn: ({ signal }) => api(pathOf(connectionId, '/prices'), priceListSchema, { signal }),
    staleTime: 5 * 60_000,
    retry: false,
  });

/** The prices that were set on a connection. */
export function useSetPrices(connectionId: string) {
  const { data, error, isPending, refetch } = useQuery(pricesQuery(connectionId));
  return { prices: data?.prices ?? NONE, error, isPending, refetch };
}
const NONE: readonly ModelPrice[] = [];

/**
 * Prices on these connections: those that were set, else those of the servers' lists of models. A list is
 * fetched for it only from servers that list prices; any other is used when it is here already. A draft may
 * still name a connection that was deleted: nothing is asked about that one.
 */
export function usePrices(connectionIds: readonly string[]): PriceOf {
  const { connections } = useConnections();
  const kinds = new Map(connections.map(({ id, kind }) => [id, kind]));
  const ids = [...new Set(connectionIds)].filter((id) => id !== PRACTICE_CONNECTION_ID && kinds.has(id));
  const listsPrices = (id: string) => KINDS_THAT_LIST_PRICES.has(kinds.get(id) ?? '');
  const set = useQueries({ queries: ids.map(pricesQuery) });
  const lists = useQueries({ queries: ids.map((id) => ({ ...modelsQuery(id), enabled: listsPrices(id) })) });
  return (connectionId, model) => {
    const at = ids.indexOf(connectionId);
    if (at < 0) return null;
    const own = set[at]?.data?.prices.find((price) => price.model === model);
    return own?.price ?? lists[at]?.data?.models.find(({ id }) => id === model)?.price ?? null;
  };
}

/** Sets a price, or removes it (null). */
export function useSetPrice(connectionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: SetPrice) =>
      changing(() => api(pathOf(connectionId, '/prices'), priceListSchema, { method: 'PUT', body })),
    onSuccess: (list) => client.setQueryData(pricesKey(connectionId), list),
  });
}

'use client';

import { queryOptions } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, apiResponse } from '@/lib/platform/client/http/api';
import { changing, readCurrent } from '@/lib/platform/client/http/changes';
import { useMutation } from '@/lib/platform/client/http/mutation';
import { useQuery, useQueryClient } from '@/lib/platform/client/http/query';
import { type CreateToken, createdTokenSchema, tokenListSchema } from '@/lib/public-api/model/tokens';

export const apiTokensQuery = queryOptions({
  queryKey: ['api-tokens'],
  queryFn: ({ signal }) => readCurrent(() => api('/api/tokens', tokenListSchema, { signal }), signal),
});

/** The viewer's tokens for the public API, newest first. */
export function useApiTokens() {
  const query = useQuery(apiTokensQuery);
  const { refetch } = query;
  // Programs use them meanwhile, in a window beside this one.
  useEffect(() => {
    const read = () => void refetch();
    addEventListener('focus', read);
    return () => removeEventListener('focus', read);
  }, [refetch]);
  return { ...query, tokens: query.data?.tokens ?? [] };
}

/** Its result contains the secret, only this once. */
export function useCreateApiToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: CreateToken) =>
      changing(() => api('/api/tokens', createdTokenSchema, { method: 'POST', body })),
    onSuccess: () => client.invalidateQueries(apiTokensQuery),
    // The secret must not outlive the dialog that shows it.
    gcTime: 0,
  });
}

export function useRevokeApiToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (id: string): Promise<void> => {
      await changing(() => apiResponse(`/api/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' }));
    },
    onSuccess: () => client.invalidateQueries(apiTokensQuery),
  });
}

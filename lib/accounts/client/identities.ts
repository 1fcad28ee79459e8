'use client';

import { queryOptions } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { identityListSchema } from '@/lib/accounts/model/identities';
import { api, apiResponse } from '@/lib/platform/client/http/api';
import { useMutation } from '@/lib/platform/client/http/mutation';
import { useQuery, useQueryClient } from '@/lib/platform/client/http/query';
import { signInWithProvider } from '@/lib/platform/client/http/sign-in';

const identitiesQuery = queryOptions({
  queryKey: ['identities'],
  queryFn: ({ signal }) => api('/api/account/identities', identityListSchema, { signal }),
});

/** The outside sign-ins of the viewer's account, in order of linking. */
export function useIdentities() {
  const query = useQuery(identitiesQuery);
  return { ...query, identities: query.data?.identities ?? [] };
}

/** Ends every other session as well. */
export function useUnlinkIdentity() {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: async ({ id, ...proof }: { id: string; password?: string }): Promise<void> => {
      const path = `/api/account/identities/${encodeURIComponent(id)}`;
      await apiResponse(path, { method: 'DELETE', body: proof });
    },
    onSuccess: () => {
      router.refresh();
      return client.invalidateQueries(identitiesQuery);
    },
  });
}

/** Leaves the page for the provider, which comes back to `next`. */
export function useLinkProvider(next: string) {
  return useMutation({
    mutationFn: async ({ provider, ...proof }: { provider: string; password?: string }): Promise<void> => {
      await apiResponse('/api/account/link', { method: 'POST', body: proof });
      await signInWithProvider(provider, next);
    },
  });
}

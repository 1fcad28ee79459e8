'use client';

import { queryOptions } from '@tanstack/react-query';
import { storageOfViewerSchema } from '@/lib/accounts/model/storage';
import { api } from '@/lib/platform/client/http/api';
import { useQuery } from '@/lib/platform/client/http/query';

const storageQuery = queryOptions({
  queryKey: ['storage'],
  queryFn: ({ signal }) => api('/api/account/storage', storageOfViewerSchema, { signal }),
  // Runs and deletions change it all the time, and it is cheap to ask.
  staleTime: 0,
});

/** How much the viewer stores, and may store. */
export function useStorage() {
  return useQuery(storageQuery);
}

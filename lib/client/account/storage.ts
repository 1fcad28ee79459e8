'use client';

import { queryOptions } from '@tanstack/react-query';
import { api } from '@/lib/client/http/api';
import { useQuery } from '@/lib/client/http/query';
import { storageOfViewerSchema } from '@/lib/contract/storage';

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

'use client';

import { type InfiniteData, keepPreviousData } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { useViewer } from '@/lib/accounts/client/viewer';
import {
  type ComparisonPage,
  type ComparisonSummary,
  comparisonPageSchema,
} from '@/lib/compare/model/comparisons';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import { api } from '@/lib/platform/client/http/api';
import { changing, readCurrent } from '@/lib/platform/client/http/changes';
import { useInfiniteQuery, useQueryClient } from '@/lib/platform/client/http/query';
import { deleteComparison, restoreComparison } from './comparison-api';
import { announceComparison, onComparisonNews } from './comparison-channel';
import { forgetLeftComparison } from './left-comparison';

const KEY = ['comparisons'] as const;
const NONE: readonly ComparisonSummary[] = [];

function fetchPage(q: string, before: string | null, signal: AbortSignal): Promise<ComparisonPage> {
  const query = new URLSearchParams({ limit: '50' });
  if (q !== '') query.set('q', q);
  if (before !== null) query.set('before', before);
  return readCurrent(() => api(`/api/comparisons?${query}`, comparisonPageSchema, { signal }), signal);
}

/** Saved comparisons, last changed first; with a search, those whose title or prompt contains it. */
export function useComparisons(q: string) {
  const client = useQueryClient();
  const enabled = useViewer().viewer !== null;
  const query = useInfiniteQuery({
    queryKey: [...KEY, q],
    queryFn: ({ pageParam, signal }) => fetchPage(q, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled,
    staleTime: 0,
    refetchOnWindowFocus: true,
    placeholderData: keepPreviousData,
  });
  useEffect(() => onComparisonNews(() => void client.invalidateQueries({ queryKey: KEY })), [client]);
  const comparisons = useMemo(
    () => query.data?.pages.flatMap((page) => page.comparisons) ?? NONE,
    [query.data],
  );
  return {
    comparisons,
    isPrevious: query.isPlaceholderData,
    isLoading: enabled && query.isPending,
    error: query.data ? null : query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: query.fetchNextPage,
    retry: query.refetch,
  };
}

/**
 * Deletes a comparison with its runs, at once on the page; `restore` brings both back. Both throw `ApiError`.
 */
export function useDeleteComparison() {
  const client = useQueryClient();
  return useMemo(
    () => ({
      remove: async (id: string, links: LinksOfDeleted): Promise<void> => {
        client.setQueriesData<InfiniteData<ComparisonPage>>(
          { queryKey: KEY },
          (loaded) =>
            loaded && {
              ...loaded,
              pages: loaded.pages.map((page) => ({
                ...page,
                comparisons: page.comparisons.filter((comparison) => comparison.id !== id),
              })),
            },
        );
        try {
          await changing(() => deleteComparison(id, links));
          forgetLeftComparison(id);
          announceComparison({ type: 'deleted', id });
        } finally {
          void client.invalidateQueries({ queryKey: KEY });
        }
      },
      restore: async (id: string): Promise<void> => {
        await changing(() => restoreComparison(id));
        await client.invalidateQueries({ queryKey: KEY });
      },
    }),
    [client],
  );
}

'use client';

import { useCallback, useMemo } from 'react';
import { useViewer } from '@/lib/accounts/client/viewer';
import {
  type NewShare,
  revokedSchema,
  type Share,
  sharePageSchema,
  shareSchema,
} from '@/lib/links/model/shares';
import { api, apiResponse } from '@/lib/platform/client/http/api';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { changing, readCurrent } from '@/lib/platform/client/http/changes';
import { useMutation } from '@/lib/platform/client/http/mutation';
import { useInfiniteQuery, useQueryClient } from '@/lib/platform/client/http/query';
import { announceRunsChanged } from '@/lib/runs/client/run-channel';

const KEY = ['shares'] as const;
const PAGE = 50;
const NONE: readonly Share[] = [];

/** What a list of links can be limited to. */
export interface SharesOf {
  readonly runId?: string;
  readonly comparisonId?: string;
  readonly documentId?: string;
}

/** The viewer's links, newest first: all, or those of one run, comparison or document. */
export function useShares({ runId, comparisonId, documentId }: SharesOf = {}) {
  // Without an account there are none, and a request would only be refused.
  const enabled = useViewer().viewer !== null;
  const query = useInfiniteQuery({
    queryKey: [...KEY, runId ?? null, comparisonId ?? null, documentId ?? null],
    queryFn: ({ pageParam, signal }) => {
      const requested = new URLSearchParams({ limit: String(PAGE) });
      if (pageParam !== null) requested.set('before', pageParam);
      if (runId !== undefined) requested.set('runId', runId);
      if (comparisonId !== undefined) requested.set('comparisonId', comparisonId);
      if (documentId !== undefined) requested.set('documentId', documentId);
      return readCurrent(() => api(`/api/shares?${requested}`, sharePageSchema, { signal }), signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled,
    // Readers add views without this page knowing.
    staleTime: 0,
  });
  return {
    shares: useMemo(() => query.data?.pages.flatMap(({ shares }) => shares) ?? NONE, [query.data]),
    isPending: enabled && query.isPending,
    error: query.data ? null : query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    /** The next page failed to load; what is above stays. */
    moreError: query.isFetchNextPageError ? query.error : null,
    loadMore: query.fetchNextPage,
    retry: query.refetch,
  };
}

/** Reloads every list of links, and the history, whose rows show whether a run has links. */
export function useSharesChanged(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(() => {
    announceRunsChanged();
    return client.invalidateQueries({ queryKey: KEY });
  }, [client]);
}

export function useCreateShare() {
  const changed = useSharesChanged();
  return useMutation({
    mutationFn: (body: NewShare) => changing(() => api('/api/shares', shareSchema, { method: 'POST', body })),
    onSuccess: () => void changed(),
  });
}

export function useChangeShare() {
  const changed = useSharesChanged();
  return useMutation({
    mutationFn: ({ id, expiresAt }: { id: string; expiresAt: string | null }) =>
      changing(() =>
        api(`/api/shares/${encodeURIComponent(id)}`, shareSchema, { method: 'PATCH', body: { expiresAt } }),
      ),
    onSuccess: changed,
  });
}

/** Resolves when the lists are up to date again. */
export function useRevokeShare() {
  const changed = useSharesChanged();
  return useMutation({
    mutationFn: async (id: string): Promise<void> => {
      await changing(() => apiResponse(`/api/shares/${encodeURIComponent(id)}`, { method: 'DELETE' })).catch(
        (error) => {
          // Another tab has revoked it: the goal is reached.
          if (!(error instanceof ApiError && error.code === 'not_found')) throw error;
        },
      );
    },
    onSuccess: changed,
  });
}

/** Returns how many were open until now. */
export function useRevokeAllShares() {
  const changed = useSharesChanged();
  return useMutation({
    mutationFn: async () =>
      (await changing(() => api('/api/shares', revokedSchema, { method: 'DELETE' }))).revoked,
    onSuccess: changed,
  });
}

/** The whole address of a link. */
export function shareUrl(path: string): string {
  return new URL(path, location.origin).href;
}

'use client';

import { type InfiniteData, keepPreviousData } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useViewer } from '@/lib/accounts/client/viewer';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import { type RunHit, type RunPage, runPageSchema } from '@/lib/history/model/run-page';
import type { RunFilter } from '@/lib/history/model/run-search';
import { api, apiResponse } from '@/lib/platform/client/http/api';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { changing, readCurrent } from '@/lib/platform/client/http/changes';
import { useInfiniteQuery, useQueryClient } from '@/lib/platform/client/http/query';
import { announceRunsChanged, onRunsChanged } from '@/lib/runs/client/run-channel';
import type { RunSummary } from '@/lib/runs/model/runs';
import { filterInMoments, filterQuery } from './filter-query';
import { isByAge, type LoadedHistory, mergeNewest, withoutRun, withRun } from './history-pages';

/** Of every list of runs, whatever it is filtered by. */
const KEY = ['runs'] as const;
const PAGE = 50;
/** While something in the list is running, its row is asked for again this often. */
const LIVE_REFRESH_MS = 4_000;
/** Otherwise this often: runs by way of the API begin without the page. */
const IDLE_REFRESH_MS = 10_000;

type Loaded = InfiniteData<RunPage, string | null>;

function fetchPage(filter: string, before: string | null, signal?: AbortSignal): Promise<RunPage> {
  const query = new URLSearchParams(filter);
  query.set('limit', String(PAGE));
  if (before !== null) query.set('before', before);
  return readCurrent(() => api(`/api/runs?${query}`, runPageSchema, { signal }), signal);
}

/** A list in another order than the newest first is asked for again as a whole, unless it is longer than this. */
const MAX_PAGES_AGAIN = 3;

/**
 * The history, or what of it a filter leaves, kept up to date: runs that start or end in this tab or another one, the
 * page coming back into view, rows that are still running, and now and then for runs that programs start.
 */
export function useHistory(filter: RunFilter = NO_FILTER) {
  const client = useQueryClient();
  // Without an account there is no history, and asking for one would only be refused.
  const enabled = useViewer().viewer !== null;
  const requested = filterQuery(filterInMoments(filter));
  const key = useMemo(() => [...KEY, requested], [requested]);
  const byAge = isByAge(filter);
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => fetchPage(requested, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    // While the next letter of a search is on its way, what was found for the last one stays.
    placeholderData: keepPreviousData,
  });
  const runs = useMemo(() => query.data?.pages.flatMap((page) => page.runs) ?? NO_RUNS, [query.data]);
  const hits = useMemo(
    () => Object.assign({}, ...(query.data?.pages.map((page) => page.hits) ?? [])) as Record<string, RunHit>,
    [query.data],
  );

  /** Of several refreshes on their way, an older one does not undo a newer one. */
  const turns = useRef({ requested: 0, shown: 0 });
  const refresh = useCallback(async () => {
    const loaded = client.getQueryData<Loaded>(key);
    if (!loaded || (!byAge && loaded.pages.length <= MAX_PAGES_AGAIN)) {
      // A first answer on its way may be from before the change.
      await client.cancelQueries({ queryKey: key, exact: true });
      return client.refetchQueries({ queryKey: key, exact: true });
    }
    if (!byAge) return;
    try {
      turns.current.requested += 1;
      const turn = turns.current.requested;
      const newest = await fetchPage(requested, null);
      if (turn < turns.current.shown) return;
      turns.current.shown = turn;
      client.setQueryData<Loaded>(key, (now) => now && asData(mergeNewest(now, newest)));
    } catch (error) {
      // Silently: the list that is there is still true, and the next chance is near.
      if (!(error instanceof ApiError)) throw error;
    }
  }, [client, key, requested, byAge]);

  useEffect(() => {
    if (!enabled) return;
    const onVisible = () => {
      if (document.visibilityState === 'visible') void refresh();
    };
    const forget = onRunsChanged(() => void refresh());
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      forget();
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [enabled, refresh]);

  const anyLive = runs.some((run) => run.status === 'streaming');
  useEffect(() => {
    if (!enabled) return;
    const timer = setInterval(
      () => {
        if (document.visibilityState === 'visible') void refresh();
      },
      anyLive ? LIVE_REFRESH_MS : IDLE_REFRESH_MS,
    );
    return () => clearInterval(timer);
  }, [enabled, anyLive, refresh]);

  return {
    runs,
    /** Where a search hit something that the run's line does not show, by run id. */
    hits,
    /** Runs from before this moment may lack in what a search found; absent: none do. */
    indexedFrom: query.data?.pages[0]?.indexedFrom,
    /** What is shown is the answer to an earlier question. */
    isPrevious: query.isPlaceholderData,
    isLoading: enabled && query.isPending,
    error: query.data ? null : query.error,
    /** The following page failed to load; what is above stays. */
    moreError: query.isFetchNextPageError ? query.error : null,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: query.fetchNextPage,
    retry: query.refetch,
    refresh,
  };
}
const NO_RUNS: readonly RunSummary[] = [];
const NO_FILTER: RunFilter = {};

/** Takes a run out of the history, at once on the page; `restore` brings it back. Both throw `ApiError`. */
export function useDeleteRun() {
  const client = useQueryClient();
  return useMemo(() => {
    const change = (how: (loaded: LoadedHistory) => LoadedHistory) =>
      client.setQueriesData<Loaded>({ queryKey: KEY }, (loaded) => loaded && asData(how(loaded)));
    return {
      remove: async (run: RunSummary, links: LinksOfDeleted = 'keep'): Promise<void> => {
        change((loaded) => withoutRun(loaded, run.id));
        try {
          await changing(() => apiResponse(`/api/runs/${run.id}?links=${links}`, { method: 'DELETE' }));
        } catch (error) {
          // Gone already, perhaps in another tab: what was wanted.
          if (error instanceof ApiError && error.status === 404) return;
          change((loaded) => withRun(loaded, run));
          throw error;
        }
        announceRunsChanged();
        void client.invalidateQueries({ queryKey: ['shares'] });
      },
      restore: async (run: RunSummary): Promise<void> => {
        await changing(() => apiResponse(`/api/runs/${run.id}/restore`, { method: 'POST' }));
        change((loaded) => withRun(loaded, run));
        announceRunsChanged();
      },
    };
  }, [client]);
}

function asData(loaded: LoadedHistory): Loaded {
  return { pages: [...loaded.pages], pageParams: [...loaded.pageParams] };
}

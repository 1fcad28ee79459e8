'use client';

import { keepPreviousData } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useViewer } from '@/lib/accounts/client/viewer';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import { type RunHit, type RunPage, runPageSchema } from '@/lib/history/model/run-page';
import type { RunFilter } from '@/lib/history/model/run-search';
import { api } from '@/lib/platform/client/http/api';
import { ApiError } from '@/lib/platform/client/http/api-error';
import { readCurrent } from '@/lib/platform/client/http/changes';
import { useInfiniteQuery, useQueryClient } from '@/lib/platform/client/http/query';
import { onRunsChanged } from '@/lib/runs/client/run-channel';
import type { RunSummary } from '@/lib/runs/model/runs';
import { filterInMoments, filterQuery } from './filter-query';
import { isByAge, mergeNewest } from './history-pages';
import { asData, type Loaded, RUNS_KEY } from './loaded-history';

const PAGE = 50;
/** While a run in the list is active, its row is refreshed this often. */
const LIVE_REFRESH_MS = 4_000;
/** Otherwise this often: runs started through the API begin without this page. */
const IDLE_REFRESH_MS = 10_000;

function fetchPage(filter: string, before: string | null, signal?: AbortSignal): Promise<RunPage> {
  const query = new URLSearchParams(filter);
  query.set('limit', String(PAGE));
  if (before !== null) query.set('before', before);
  return readCurrent(() => api(`/api/runs?${query}`, runPageSchema, { signal }), signal);
}

/** The newest runs, once and without what keeps a list up to date. */
export async function newestRuns(): Promise<readonly RunSummary[]> {
  return (await fetchPage('', null)).runs;
}

/** A list in another order than newest first is reloaded as a whole, unless it has more pages than this. */
const MAX_PAGES_AGAIN = 3;

/**
 * The history, or the part that matches a filter, kept up to date: when runs start or end in this or another
 * tab, when the page becomes visible, while rows are active, and regularly for runs started by programs.
 */
export function useHistory(filter: RunFilter = NO_FILTER) {
  const client = useQueryClient();
  // Without an account there is no history, and a request would only be refused.
  const enabled = useViewer().viewer !== null;
  const requested = filterQuery(filterInMoments(filter));
  const key = useMemo(() => [...RUNS_KEY, requested], [requested]);
  const byAge = isByAge(filter);
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => fetchPage(requested, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    // While a search is being typed, the previous results stay until the new ones come.
    placeholderData: keepPreviousData,
  });
  const runs = useMemo(() => query.data?.pages.flatMap((page) => page.runs) ?? NO_RUNS, [query.data]);
  const hits = useMemo(
    () => Object.assign({}, ...(query.data?.pages.map((page) => page.hits) ?? [])) as Record<string, RunHit>,
    [query.data],
  );

  /** Of several refreshes under way, an older one must not overwrite a newer one. */
  const turns = useRef({ requested: 0, shown: 0 });
  const refresh = useCallback(async () => {
    const loaded = client.getQueryData<Loaded>(key);
    if (!loaded || (!byAge && loaded.pages.length <= MAX_PAGES_AGAIN)) {
      // A first answer under way may be from before the change.
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
      // Silently: the shown list is still true, and the next try comes soon.
      if (!(error instanceof ApiError)) throw error;
    }
  }, [client, key, requested, byAge]);

  useEffect(() => {
    if (!enabled) return;
    const onVisible = () => {
      if (document.visibilityState === 'visible') void refresh();
    };
    const forget = onRunsChanged(() => void refresh());
    // What was loaded on an earlier visit of the page does not know what has run since.
    if (client.getQueryData(key)) void refresh();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      forget();
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [enabled, refresh, client, key]);

  /** Shows runs of this list again that were brought back: a refresh reaches the newest ones only. */
  const putBack = useCallback(
    (restored: readonly RunSummary[]) => {
      if (!byAge) return;
      loadDeleteRun().then(
        ({ putRunsBack }) => putRunsBack(client, key, restored),
        () => void refresh(),
      );
    },
    [client, key, byAge, refresh],
  );

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
    /** The hits that the run's line does not show, by run id. */
    hits,
    /** A search may miss runs from before this moment; absent: none. */
    indexedFrom: query.data?.pages[0]?.indexedFrom,
    /** What is shown is the answer to a previous query. */
    isPrevious: query.isPlaceholderData,
    isLoading: enabled && query.isPending,
    error: query.data ? null : query.error,
    /** The next page failed to load; what is above stays. */
    moreError: query.isFetchNextPageError ? query.error : null,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: query.fetchNextPage,
    retry: query.refetch,
    refresh,
    putBack,
  };
}
const NO_RUNS: readonly RunSummary[] = [];
const NO_FILTER: RunFilter = {};

/** Deletes a run from the history, at once on the page; `restore` brings it back. Both throw `ApiError`. */
export function useDeleteRun() {
  const client = useQueryClient();
  return useMemo(
    () => ({
      remove: async (run: RunSummary, links: LinksOfDeleted = 'keep') =>
        (await loadDeleteRun()).deleteRun(client, run, links),
      restore: async (run: RunSummary) => (await loadDeleteRun()).restoreRun(client, run),
    }),
    [client],
  );
}

/** Not in the first load: most visits delete nothing. */
async function loadDeleteRun(): Promise<typeof import('./delete-run')> {
  try {
    return await import('./delete-run');
  } catch {
    throw new ApiError({
      status: 0,
      code: 'not_loaded',
      message: "Couldn't load this. Check your network.",
    });
  }
}

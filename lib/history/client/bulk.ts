'use client';

import type { InfiniteData } from '@tanstack/react-query';
import { useMemo } from 'react';
import { MAX_AT_ONCE, type RunBulk, runBulkAnswerSchema } from '@/lib/history/model/run-bulk';
import type { RunPage } from '@/lib/history/model/run-page';
import { api } from '@/lib/platform/client/http/api';
import { changing } from '@/lib/platform/client/http/changes';
import { useQueryClient } from '@/lib/platform/client/http/query';
import { announceRunsChanged } from '@/lib/runs/client/run-channel';
import type { RunSummary } from '@/lib/runs/model/runs';

type Change = RunBulk extends infer One ? (One extends { ids: unknown } ? Omit<One, 'ids'> : never) : never;

/**
 * Makes one change to any number of runs; the page shows it once the server has done it. Returns how many
 * were changed. Throws `ApiError`; what was done until then stays done, and `onDone` has been called for it.
 */
export function useBulkChange(): (
  ids: readonly string[],
  change: Change,
  onDone?: (ids: readonly string[]) => void,
) => Promise<number> {
  const client = useQueryClient();
  return useMemo(() => {
    const show = (ids: ReadonlySet<string>, change: Change) =>
      client.setQueriesData<InfiniteData<RunPage>>(
        { queryKey: ['runs'] },
        (loaded) => loaded && changed(loaded, ids, change),
      );
    return async (ids, change, onDone) => {
      let count = 0;
      try {
        for (let at = 0; at < ids.length; at += MAX_AT_ONCE) {
          const some = ids.slice(at, at + MAX_AT_ONCE);
          const body = { ...change, ids: some } as RunBulk;
          const send = () => api('/api/runs/bulk', runBulkAnswerSchema, { method: 'POST', body });
          count += (await changing(send)).count;
          show(new Set(some), change);
          onDone?.(some);
        }
      } finally {
        announceRunsChanged();
        void client.invalidateQueries({ queryKey: ['run-filters'] });
        if (change.action === 'delete') void client.invalidateQueries({ queryKey: ['shares'] });
      }
      return count;
    };
  }, [client]);
}

function changed(
  loaded: InfiniteData<RunPage>,
  ids: ReadonlySet<string>,
  change: Change,
): InfiniteData<RunPage> {
  const pages = loaded.pages.map((page) => ({
    ...page,
    runs:
      change.action === 'delete'
        ? page.runs.filter(({ id }) => !ids.has(id))
        : page.runs.map((run) => (ids.has(run.id) ? changedRun(run, change) : run)),
  }));
  return { ...loaded, pages };
}

function changedRun(run: RunSummary, change: Change): RunSummary {
  switch (change.action) {
    case 'star':
      return { ...run, starred: change.starred };
    case 'tag':
      return { ...run, tags: [...new Set([...run.tags, change.tag])].sort() };
    case 'untag':
      return { ...run, tags: run.tags.filter((tag) => tag !== change.tag) };
    default:
      return run;
  }
}

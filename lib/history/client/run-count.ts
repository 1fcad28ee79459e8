'use client';

import { useEffect } from 'react';
import { useViewer } from '@/lib/accounts/client/viewer';
import { type RunCount, runCountSchema } from '@/lib/history/model/run-count';
import type { RunFilter } from '@/lib/history/model/run-search';
import { api } from '@/lib/platform/client/http/api';
import { readCurrent } from '@/lib/platform/client/http/changes';
import { useQuery, useQueryClient } from '@/lib/platform/client/http/query';
import { onRunsChanged } from '@/lib/runs/client/run-channel';
import { filterInMoments, filterQuery } from './filter-query';
import type { useHistory } from './history';

const KEY = ['run-count'] as const;

type Loaded = Pick<ReturnType<typeof useHistory>, 'runs' | 'hasMore' | 'isLoading' | 'isPrevious'>;

/**
 * How many runs match the filter: what is loaded when that is all, else as the server counts. Null until it
 * is known.
 */
export function useRunCount(filter: RunFilter, loaded: Loaded): RunCount | null {
  const { runs, hasMore, isLoading, isPrevious } = loaded;
  const client = useQueryClient();
  const enabled = useViewer().viewer !== null && hasMore && !isPrevious;
  const requested = filterQuery(filterInMoments({ ...filter, sort: undefined }));
  const { data } = useQuery({
    // A run that begins elsewhere arrives with the newest page.
    queryKey: [...KEY, requested, runs[0]?.id],
    queryFn: ({ signal }) =>
      readCurrent(() => api(`/api/runs/count?${requested}`, runCountSchema, { signal }), signal),
    enabled,
    // The number stays while it is counted again, but not over another list.
    placeholderData: (before, query) => (query?.queryKey[1] === requested ? before : undefined),
  });
  useEffect(() => onRunsChanged(() => void client.invalidateQueries({ queryKey: KEY })), [client]);
  if (isLoading || isPrevious) return null;
  if (!hasMore) return { count: runs.length, isExact: true };
  if (!data) return null;
  // More were loaded than were counted.
  return data.count < runs.length ? { count: runs.length, isExact: false } : data;
}

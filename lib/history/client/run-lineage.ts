'use client';

import { useEffect } from 'react';
import { type RunLineage, runLineageSchema } from '@/lib/history/model/run-lineage';
import { api } from '@/lib/platform/client/http/api';
import { useQuery, useQueryClient } from '@/lib/platform/client/http/query';
import { onRunsChanged } from '@/lib/runs/client/run-channel';

const KEY = 'run-family';
/** While a run of the lineage is active, its status is refreshed this often. */
const LIVE_REFRESH_MS = 4_000;

/**
 * The tree around a run. Walking through it, the same tree stays on screen while it is reloaded.
 * @param known what the page came with
 */
export function useRunLineage(runId: string, known: RunLineage | null = null): RunLineage | null {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: [KEY, runId],
    queryFn: ({ signal }) => api(`/api/runs/${runId}/lineage`, runLineageSchema, { signal }),
    staleTime: 0,
    placeholderData: () =>
      client
        .getQueriesData<RunLineage>({ queryKey: [KEY] })
        .find(([, lineage]) => lineage?.members.some(({ id }) => id === runId))?.[1],
    refetchInterval: ({ state }) =>
      state.data?.members.some(({ run }) => run?.status === 'streaming') ? LIVE_REFRESH_MS : false,
  });
  useEffect(() => onRunsChanged(() => void client.invalidateQueries({ queryKey: [KEY] })), [client]);
  return data ?? known;
}

'use client';

import { useEffect } from 'react';
import { type RunLineage, runLineageSchema } from '@/lib/history/model/run-lineage';
import { api } from '@/lib/platform/client/http/api';
import { useQuery, useQueryClient } from '@/lib/platform/client/http/query';
import { onRunsChanged } from '@/lib/runs/client/run-channel';

const KEY = 'run-family';
/** While a run of the lineage is active, its status is refreshed this often. */
const LIVE_REFRESH_MS = 4_000;
/** What a page came with is not asked for again within this time. */
const FRESH_MS = 10_000;

/** The tree that a page came with. */
export interface KnownLineage {
  readonly lineage: RunLineage;
  /** When it came, by this browser's clock; 0: it may be older than what this browser knows. */
  readonly at: number;
}

/**
 * The tree around a run. Walking through it, the same tree stays on screen while it is reloaded.
 * @param known the same object until another comes; it is not asked for a second time. Absent: the page came without one
 */
export function useRunLineage(runId: string, known: KnownLineage | null = null): RunLineage | null {
  const client = useQueryClient();
  // Before the query below begins, which then finds it and asks for nothing.
  useEffect(() => {
    const readAt = client.getQueryState([KEY, runId])?.dataUpdatedAt ?? 0;
    if (known && known.at > readAt) client.setQueryData([KEY, runId], known.lineage, { updatedAt: known.at });
  }, [client, runId, known]);
  const { data, dataUpdatedAt } = useQuery({
    queryKey: [KEY, runId],
    queryFn: ({ signal }) => api(`/api/runs/${runId}/lineage`, runLineageSchema, { signal }),
    staleTime: known ? FRESH_MS : 0,
    placeholderData: () =>
      client
        .getQueriesData<RunLineage>({ queryKey: [KEY] })
        .find(([, lineage]) => lineage?.members.some(({ id }) => id === runId))?.[1],
    refetchInterval: ({ state }) =>
      state.data?.members.some(({ run }) => run?.status === 'streaming') ? LIVE_REFRESH_MS : false,
  });
  useEffect(() => onRunsChanged(() => void client.invalidateQueries({ queryKey: [KEY] })), [client]);
  return known && known.at > dataUpdatedAt ? known.lineage : (data ?? known?.lineage ?? null);
}

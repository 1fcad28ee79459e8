'use client';

import { useViewer } from '@/lib/accounts/client/viewer';
import { type RunFilterChoices, runFilterChoicesSchema } from '@/lib/history/model/run-search';
import { api } from '@/lib/platform/client/http/api';
import { useQuery } from '@/lib/platform/client/http/query';

const NONE: RunFilterChoices = { models: [], connections: [], tags: [] };

/** Models, connections and tags that the viewer's runs have; empty until they are loaded. */
export function useFilterChoices(): RunFilterChoices {
  const enabled = useViewer().viewer !== null;
  const { data } = useQuery({
    queryKey: ['run-filters'],
    queryFn: ({ signal }) => api('/api/runs/filters', runFilterChoicesSchema, { signal }),
    enabled,
    staleTime: 60_000,
  });
  return data ?? NONE;
}

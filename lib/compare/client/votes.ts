'use client';

import { useMemo } from 'react';
import { type NewVote, type Vote, voteSchema } from '@/lib/compare/model/comparisons';
import { api, apiResponse } from '@/lib/platform/client/http/api';
import { useQuery, useQueryClient } from '@/lib/platform/client/http/query';
import { useCompareStore, usePlan } from './compare-context';
import { fetchComparison } from './comparison-api';

const NONE: readonly Vote[] = [];

/** The votes of the comparison, oldest first. All functions that change them throw `ApiError`. */
export function useVotes() {
  const client = useQueryClient();
  const { opened } = useCompareStore();
  const id = usePlan(({ comparison }) => comparison?.id ?? null);
  const key = useMemo(() => ['comparison-votes', id] as const, [id]);
  const { data: votes = NONE } = useQuery({
    queryKey: key,
    queryFn: async () => (id === null ? NONE : (await fetchComparison(id)).votes),
    enabled: id !== null,
    // Votes change only by what is done here; another tab's votes come with the next opening.
    staleTime: Number.POSITIVE_INFINITY,
    ...(opened !== null && opened.comparison.id === id
      ? { initialData: opened.votes as readonly Vote[] }
      : {}),
  });
  return useMemo(() => {
    const path = `/api/comparisons/${encodeURIComponent(id ?? '')}/votes`;
    const change = (how: (votes: readonly Vote[]) => readonly Vote[]) =>
      client.setQueryData<readonly Vote[]>(key, (before = NONE) => how(before));
    return {
      votes,
      async vote(body: NewVote): Promise<Vote> {
        const vote = await api(path, voteSchema, { method: 'POST', body });
        change((before) => [...before, vote]);
        return vote;
      },
      async takeBack(voteId: string): Promise<void> {
        await apiResponse(`${path}/${encodeURIComponent(voteId)}`, { method: 'DELETE' });
        change((before) => before.filter((vote) => vote.id !== voteId));
      },
    };
  }, [client, key, id, votes]);
}

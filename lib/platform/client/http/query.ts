'use client';

import * as query from '@tanstack/react-query';
import { onSessionChange } from './send';

/*
 * Answers of our own server, cached while they are fresh. Runs and drafts have stores of their own and are
 * not here, and neither is what a page shows before any interaction
 * (lib/connections/client/connection-list.tsx): this library loads with the first part that uses it. That is
 * why there is no provider: the parts share one client, and nothing around them has to be there from the
 * start.
 */

let ofPage: query.QueryClient | null = null;

/**
 * The page's client. On the server nothing is fetched and nothing may be shared, so each call gets its own.
 */
export function queryClient(): query.QueryClient {
  if (typeof window === 'undefined') return makeQueryClient();
  if (ofPage) return ofPage;
  const client = makeQueryClient();
  client.mount();
  // A visitor who became a guest keeps what is on the page while it is reloaded; signing in or out loads
  // another page (lib/accounts/client/account.ts).
  onSessionChange(() => void client.invalidateQueries());
  ofPage = client;
  return client;
}

function makeQueryClient(): query.QueryClient {
  return new query.QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // Requests without an answer are already retried (./api.ts); a refusal will be the same the next
        // time.
        retry: false,
        refetchOnWindowFocus: false,
      },
      mutations: { retry: false },
    },
  });
}

/* The library's hooks, on the client of the page. */

export const useQuery = ((options: query.UseQueryOptions) =>
  query.useQuery(options, queryClient())) as typeof query.useQuery;

export const useInfiniteQuery = ((options: query.UseInfiniteQueryOptions) =>
  query.useInfiniteQuery(options, queryClient())) as typeof query.useInfiniteQuery;

export function useQueryClient(): query.QueryClient {
  return queryClient();
}

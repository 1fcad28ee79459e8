'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import { ApiError, onSessionChange } from './api';

/** Answers of our own server, kept while they are fresh. Runs and drafts have stores of their own and are not here. */
function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        // A refusal will be the same the next time; only what never arrived is worth asking for again.
        retry: (failures, error) => failures < 2 && error instanceof ApiError && error.status === 0,
        refetchOnWindowFocus: false,
      },
      mutations: { retry: false },
    },
  });
}

export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(makeQueryClient);
  // A visitor who became a guest keeps what is on the page while it is asked for again; whoever signs in or out drops
  // it first (lib/client/account.ts).
  useEffect(() => onSessionChange(() => void client.invalidateQueries()), [client]);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

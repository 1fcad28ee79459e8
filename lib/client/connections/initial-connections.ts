'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Connection } from '@/lib/contract/connections';
import { connectionsQuery } from './connections';

/** Starts the list of connections with what the page came with, so that it is there at the first paint. */
export function useInitialConnections(connections: readonly Connection[]): void {
  const client = useQueryClient();
  // Before the first child asks; what was asked for since is newer.
  useState(() => {
    const { queryKey } = connectionsQuery;
    if (client.getQueryData(queryKey) === undefined) {
      client.setQueryData(queryKey, { connections: [...connections] });
    }
  });
}

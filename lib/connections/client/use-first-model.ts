'use client';

import { useEffect, useRef } from 'react';
import { useModels } from './connections';

/**
 * While `connectionId` is given, waits for its list of models and calls `onFirst` with the first one; a server
 * that lists none, or whose list does not load, leaves the choice to the user. Returns whether the list is on
 * its way.
 */
export function useFirstModel(connectionId: string | null, onFirst: (model: string) => void): boolean {
  const { models, isLoading } = useModels(connectionId);
  const emit = useRef(onFirst);
  useEffect(() => {
    emit.current = onFirst;
  });
  const first = connectionId === null ? undefined : models[0]?.id;
  useEffect(() => {
    if (first !== undefined) emit.current(first);
  }, [first]);
  return connectionId !== null && isLoading;
}

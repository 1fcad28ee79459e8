'use client';

import { useSyncExternalStore } from 'react';

const unchanging = () => () => {};

/** False on the server and until hydration, then true. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    unchanging,
    () => true,
    () => false,
  );
}

'use client';

import { useSyncExternalStore } from 'react';

const unchanging = () => () => {};

/** False on the server and while the browser takes over, true from then on. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    unchanging,
    () => true,
    () => false,
  );
}

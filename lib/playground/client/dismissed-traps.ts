'use client';

import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createBrowserStore } from '@/lib/platform/client/browser-store';

const NONE: readonly string[] = [];
const dismissed = createBrowserStore<readonly string[]>(NONE);

/**
 * Whether a warning was dismissed, and what dismisses it. It comes back after what it warns of was gone.
 * @param place where it stands
 * @param key what it warns of there; null: nothing
 */
export function useDismissed(place: string, key: string | null): [isDismissed: boolean, dismiss: () => void] {
  const own = key === null ? null : `${place} ${key}`;
  const isDismissed = useStore(dismissed, (list) => own !== null && list.includes(own));
  useEffect(() => {
    if (own === null) return;
    return () => dismissed.setState((list) => list.filter((one) => one !== own), true);
  }, [own]);
  return [isDismissed, () => own !== null && dismissed.setState((list) => [...list, own], true)];
}

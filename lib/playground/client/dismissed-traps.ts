'use client';

import { useEffect } from 'react';
import { useStore } from 'zustand';
import { createBrowserStore } from '@/lib/platform/client/browser-store';

const NONE: readonly string[] = [];
const dismissed = createBrowserStore<readonly string[]>(NONE);

/**
 * Whether a warning was dismissed, and what dismisses it. It comes back only after what it warns of was gone: render it
 * with null then.
 * @param key names the warning; null: there is nothing to warn of
 * @param place where it stands, so that another one's key is not affected
 */
export function useDismissed(place: string, key: string | null): [isDismissed: boolean, dismiss: () => void] {
  const own = key === null ? null : `${place} ${key}`;
  const isDismissed = useStore(dismissed, (list) => own !== null && list.includes(own));
  useEffect(() => {
    const keep = (list: readonly string[]) =>
      list.filter((one) => one === own || !one.startsWith(`${place} `));
    dismissed.setState((list) => {
      const next = keep(list);
      return next.length === list.length ? list : next;
    }, true);
  }, [place, own]);
  return [isDismissed, () => own !== null && dismissed.setState((list) => [...list, own], true)];
}

'use client';

import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { createBrowserStore } from './browser-store';

/** Code that is not in the first load. */
export interface OnDemand<Value> {
  /** Its value is null until the code has loaded. */
  readonly store: StoreApi<{ readonly value: Value | null }>;
  /** Loads it, unless it is loaded or loading. */
  request(): void;
}

/**
 * A function, or anything else a module exports, that loads when it is likely to be needed. Unlike a lazy
 * component, the user can show something in the meantime, also when the network is gone and it never loads.
 */
export function onDemand<Value extends object>(load: () => Promise<Value>): OnDemand<Value> {
  const store = createBrowserStore<{ readonly value: Value | null }>({ value: null });
  let loading = false;
  return {
    store,
    request() {
      if (store.getState().value || loading) return;
      loading = true;
      load()
        .then(
          (value) => store.setState({ value }),
          // The script did not load: the next request may succeed.
          () => undefined,
        )
        .finally(() => {
          loading = false;
        });
    },
  };
}

/** Null until it has loaded. Loading starts when there is a reason, and is retried with a new reason. */
export function useOnDemand<Value>(code: OnDemand<Value>, reason: object | null): Value | null {
  useEffect(() => {
    if (reason !== null) code.request();
  }, [code, reason]);
  return useStore(code.store).value;
}

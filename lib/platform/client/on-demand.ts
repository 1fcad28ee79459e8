'use client';

import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { createBrowserStore } from './browser-store';

/** Code that is not there from the start. */
export interface OnDemand<Value> {
  /** Its value is null until it is here. */
  readonly store: StoreApi<{ readonly value: Value | null }>;
  /** Asks for it, unless it is here or on its way. */
  ask(): void;
}

/**
 * A function, or anything else that a module has, which comes when it is likely to be wanted. Unlike a lazy component it
 * leaves its user something to show in the meantime, also where the network is gone and it never comes.
 */
export function onDemand<Value extends object>(load: () => Promise<Value>): OnDemand<Value> {
  const store = createBrowserStore<{ readonly value: Value | null }>({ value: null });
  let loading = false;
  return {
    store,
    ask() {
      if (store.getState().value || loading) return;
      loading = true;
      load()
        .then(
          (value) => store.setState({ value }),
          // The script did not come: the next one who asks may have more luck.
          () => undefined,
        )
        .finally(() => {
          loading = false;
        });
    },
  };
}

/** Null until it is here. It is asked for when there is a reason, and again with another one where it did not come. */
export function useOnDemand<Value>(code: OnDemand<Value>, reason: object | null): Value | null {
  useEffect(() => {
    if (reason !== null) code.ask();
  }, [code, reason]);
  return useStore(code.store).value;
}

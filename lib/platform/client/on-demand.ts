'use client';

import { useEffect, useSyncExternalStore } from 'react';
import { callEach } from './call-each';

/** Code that is not there from the start. */
export interface OnDemand<Value> {
  /** Null until it is here. */
  current(): Value | null;
  /** Asks for it, unless it is here or on its way. */
  ask(): void;
  subscribe(listener: () => void): () => void;
}

/**
 * A function, or whatever else a module has, that comes when it is likely to be wanted. Unlike a lazy component it
 * leaves something to show in the meantime to whoever uses it, also where the network is gone and it never comes.
 */
export function onDemand<Value extends object>(load: () => Promise<Value>): OnDemand<Value> {
  let value: Value | null = null;
  let loading = false;
  const listeners = new Set<() => void>();
  return {
    current: () => value,
    ask() {
      if (value || loading) return;
      loading = true;
      load()
        .then(
          (loaded) => {
            value = loaded;
            callEach(listeners);
          },
          // The script did not come: the next one who asks may have more luck.
          () => undefined,
        )
        .finally(() => {
          loading = false;
        });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Null until it is here. It is asked for when there is a reason, and again with another one where it did not come. */
export function useOnDemand<Value>(code: OnDemand<Value>, reason: object | null): Value | null {
  const found = useSyncExternalStore(code.subscribe, code.current, nothing);
  useEffect(() => {
    if (reason !== null) code.ask();
  }, [code, reason]);
  return found;
}

const nothing = () => null;

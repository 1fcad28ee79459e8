'use client';

import type { StoreApi } from 'zustand/vanilla';
import { ownStorage } from './browser-storage';
import { createBrowserStore } from './browser-store';

/** A display setting, stored in this browser. */
export interface StoredChoice<Value> {
  readonly store: StoreApi<Value>;
  /** When storage is blocked, the choice lasts for this page only. */
  choose(value: Value): void;
}

/** The first value is the default. */
export function storedChoice<Value extends string>(
  key: string,
  values: readonly [Value, ...Value[]],
): StoredChoice<Value> {
  const store = createBrowserStore<Value>(values[0], () => {
    const stored = attempt(() => ownStorage('local').getItem(key));
    return values.find((value) => value === stored) ?? values[0];
  });
  return {
    store,
    choose(value) {
      store.setState(value, true);
      attempt(() => ownStorage('local').setItem(key, value));
    },
  };
}

/** Any access to storage throws when a browser forbids it. */
function attempt<Value>(work: () => Value): Value | null {
  try {
    return work();
  } catch {
    return null;
  }
}

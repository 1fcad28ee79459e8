'use client';

import { useSyncExternalStore } from 'react';
import type { RunStore } from './run-store';
import type { RunView } from './run-view';

/** A part of a run's view, null without a run; re-renders only when that part is another one. */
export function useRunView<Value>(store: RunStore | null, select: (view: RunView | null) => Value): Value {
  const read = () => select(store?.view() ?? null);
  return useSyncExternalStore(store?.subscribe ?? nothing, read, read);
}

const nothing = () => () => undefined;

'use client';

import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import type { RunStore } from './run-store';
import type { RunView } from './run-view';

const NO_RUN = createBrowserStore<RunView | null>(null);

/** A part of a run's view, null without a run; re-renders only when that part changes. */
export function useRunView<Value>(store: RunStore | null, select: (view: RunView | null) => Value): Value {
  const views: Pick<StoreApi<RunView | null>, 'getState' | 'getInitialState' | 'subscribe'> = store?.views ??
  NO_RUN;
  return useStore(views, select);
}

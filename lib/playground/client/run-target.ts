'use client';

import { useStore } from 'zustand';
import { createBrowserStore } from '@/lib/platform/client/browser-store';

/** A text on this page that Run continues, instead of the draft's prompt. */
export interface RunTarget {
  /** Runs with the draft's settings. */
  run(connectionName: string | null): void;
  /** False: there is nothing to repeat. */
  regenerate(): boolean;
  /** Why there is nothing to repeat. */
  regenerateBlocked(): string | null;
  /** Shows an empty text instead of this one. */
  startNew(): void;
}

const store = createBrowserStore<{ readonly target: RunTarget | null }>({ target: null });

/** Returns a function that gives Run back to the draft. */
export function setRunTarget(target: RunTarget): () => void {
  store.setState({ target });
  return () => {
    if (getRunTarget() === target) store.setState({ target: null });
  };
}

export function getRunTarget(): RunTarget | null {
  return store.getState().target;
}

export function useRunTarget(): RunTarget | null {
  return useStore(store).target;
}

'use client';

import { useStore } from 'zustand';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import type { Draft } from './draft';
import { getDraft } from './draft-store';

/** A text on this page that Run continues, instead of the draft's prompt. */
export interface RunTarget {
  /** Runs with the draft's settings. */
  run(connectionName: string | null): void;
  /** What Run would send now: the draft's settings with the prompt that the text makes. */
  draft(): Draft;
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

/** What Run would send now: the draft, or the text in its place. */
export function getRunDraft(): Draft {
  return getRunTarget()?.draft() ?? getDraft();
}

export function useRunTarget(): RunTarget | null {
  return useStore(store).target;
}

'use client';

import { useSyncExternalStore } from 'react';
import { ownStorage } from './browser-storage';
import { callEach } from './call-each';

/** Whether an output is shown behind its prompt, so that one reads over the joint. Kept in this browser. */
const KEY = 'playground.with-prompt';

let shown: boolean | null = null;
const listeners = new Set<() => void>();

function isShown(): boolean {
  if (shown === null) {
    try {
      shown = ownStorage('local').getItem(KEY) === 'true';
    } catch {
      shown = false;
    }
  }
  return shown;
}

export function setWithPrompt(next: boolean): void {
  shown = next;
  try {
    ownStorage('local').setItem(KEY, String(next));
  } catch {
    // Storage is blocked: the choice holds for this page only.
  }
  callEach(listeners);
}

export function useWithPrompt(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isShown,
    () => false,
  );
}

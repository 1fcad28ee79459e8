'use client';

import { useStore } from 'zustand';
import { ownStorage } from '@/lib/platform/client/browser-storage';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import type { Draft } from './draft';
import {
  type DraftStorages,
  loadDraft,
  renewTabId,
  type SaveOutcome,
  saveDraft,
  tabId,
} from './draft-storage';

/** Milliseconds of quiet after which a change is written. */
const QUIET_MS = 300;
/** The longest that continuous typing can delay a write. */
const MAX_DELAY_MS = 2000;

export interface AutosaveClock {
  readonly now: () => number;
  readonly after: (ms: number, work: () => void) => () => void;
}

export interface Autosave {
  /** Something changed. */
  readonly touch: () => void;
  /** Writes unsaved changes now: the page may be closing. */
  readonly flush: () => void;
}

/** Joins changes into one write after a pause. */
export function createAutosave(clock: AutosaveClock, write: () => void): Autosave {
  let cancel: (() => void) | null = null;
  let firstChangeAt = 0;
  const flush = () => {
    if (!cancel) return;
    cancel();
    cancel = null;
    write();
  };
  return {
    touch: () => {
      const now = clock.now();
      if (cancel) cancel();
      else firstChangeAt = now;
      cancel = clock.after(Math.max(0, Math.min(QUIET_MS, firstChangeAt + MAX_DELAY_MS - now)), flush);
    },
    flush,
  };
}

const outcome = createBrowserStore<SaveOutcome>('saved');

/** How the last write of the draft ended. */
export function useDraftSaving(): SaveOutcome {
  return useStore(outcome);
}

export interface OpenedDraft {
  readonly draft: Draft | null;
  readonly autosave: Autosave;
}

/** Loads this tab's draft and saves its changes from then on. In the browser only. */
export function openStoredDraft(read: () => Draft): OpenedDraft {
  const storages = browserStorages();
  let tab = tabId(storages);
  const draft = loadDraft(storages, tab);
  const clock: AutosaveClock = {
    now: () => performance.now(),
    after: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  };
  const autosave = createAutosave(clock, () => outcome.setState(saveDraft(storages, tab, read())));
  window.addEventListener('pagehide', autosave.flush);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') autosave.flush();
  });
  holdTabId(tab, () => {
    tab = renewTabId(storages);
    outcome.setState(saveDraft(storages, tab, read()));
  });
  return { draft, autosave };
}

/**
 * Holds a lock on the tab's id while the page is open; `taken` is called when another tab has it: a
 * duplicated tab.
 */
function holdTabId(tab: string, taken: () => void): void {
  if (!navigator.locks) return;
  void navigator.locks.request(`playground.tab.${tab}`, { ifAvailable: true }, (lock) => {
    if (lock) return new Promise<never>(() => {});
    taken();
    return undefined;
  });
}

function browserStorages(): DraftStorages {
  return {
    local: ownStorage('local'),
    session: ownStorage('session'),
    now: () => Date.now(),
    // Not randomUUID: it exists in secure contexts only, and a local network may use plain http.
    newTabId: () =>
      Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join(''),
  };
}

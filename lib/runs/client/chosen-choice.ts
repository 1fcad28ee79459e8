'use client';

import { useStore } from 'zustand';
import { ownStorage } from '@/lib/platform/client/browser-storage';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { storedChoice } from '@/lib/platform/client/stored-choice';
import type { RunStore } from './run-store';
import { useRunView } from './use-run-view';

/** The order of several choices. */
export const choiceOrder = storedChoice<'likely' | 'index'>('playground.choice-order', ['likely', 'index']);

interface Chosen {
  readonly runId: string;
  readonly index: number;
}

const KEY = 'playground.chosen';

/** The choice that is used, of the run that had one chosen last in this tab. */
const chosen = createBrowserStore<Chosen | null>(null, () => {
  try {
    const stored = JSON.parse(ownStorage('session').getItem(KEY) ?? 'null');
    const { runId, index } = stored ?? {};
    return typeof runId === 'string' && Number.isSafeInteger(index) ? { runId, index } : null;
  } catch {
    // Blocked storage, or something that is not ours.
    return null;
  }
});

/** The index of the choice that this run goes on from; null: none was chosen. */
export function useChosenChoice(store: RunStore): number | null {
  const runId = useRunView(store, (view) => view?.runId ?? null);
  const count = useRunView(store, (view) => view?.choices.length ?? 0);
  return useStore(chosen, (now) =>
    now !== null && now.runId === runId && now.index < count ? now.index : null,
  );
}

/** Chooses one of several choices; null: none any more. A reload keeps it. */
export function chooseChoice(store: RunStore, index: number | null): void {
  const { runId } = store.view();
  const next = runId === null || index === null ? null : { runId, index };
  chosen.setState(next, true);
  try {
    ownStorage('session').setItem(KEY, JSON.stringify(next));
  } catch {
    // Then it lasts for this page only.
  }
}

'use client';

import { useStore } from 'zustand';
import { ownStorage } from '@/lib/platform/client/browser-storage';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import type { RunStore } from './run-store';
import { useRunView } from './use-run-view';

interface Chosen {
  readonly runId: string;
  readonly index: number;
}

const KEY = 'playground.chosen';
const RANKED_KEY = 'playground.ranked';

/** The choice that stands alone, of the run that had one chosen last in this tab. */
const chosen = createBrowserStore<Chosen | null>(null, () => {
  const { runId, index } = read(KEY);
  return typeof runId === 'string' && typeof index === 'number' && Number.isSafeInteger(index)
    ? { runId, index }
    : null;
});

/** The run whose choices were ranked last in this tab. */
const ranked = createBrowserStore<{ readonly runId: string } | null>(null, () => {
  const { runId } = read(RANKED_KEY);
  return typeof runId === 'string' ? { runId } : null;
});

/** Whether the choices of this run were put in order of likelihood. */
export function useIsRanked(store: RunStore): boolean {
  const runId = useRunView(store, (view) => view?.runId ?? null);
  return useStore(ranked, (now) => now !== null && now.runId === runId);
}

/**
 * Puts the choices of this run in order of likelihood, or back by number. It holds for this run alone, also after a
 * reload: a preference would change places by itself when the next run ends.
 */
export function rankRun(store: RunStore, isRanked: boolean): void {
  const { runId } = store.view();
  const next = runId === null || !isRanked ? null : { runId };
  ranked.setState(next, true);
  write(RANKED_KEY, next);
}

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
  write(KEY, next);
}

/** What this tab stored; nothing when storage is blocked, or when it is not ours. */
function read(key: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(ownStorage('session').getItem(key) ?? 'null') ?? {};
  } catch {
    return {};
  }
}

function write(key: string, value: unknown): void {
  try {
    ownStorage('session').setItem(key, JSON.stringify(value));
  } catch {
    // Then it lasts for this page only.
  }
}

'use client';

import { useEffect, useState } from 'react';
import type { RunDetail } from '@/lib/runs/model/runs';
import { announceRunsChanged } from './run-channel';
import { fetchRun } from './run-detail';
import { joinSession, type RunSession, storeOfRun } from './run-session';
import type { RunStore } from './run-store';

export interface ShownRun {
  readonly store: RunStore;
  /** False while its probabilities are still loading. */
  readonly whole: boolean;
  /** Ends an active run. Throws `ApiError`. */
  readonly stop: () => Promise<void>;
}

/**
 * A run on a page that the server rendered: shown immediately in its state then, and followed while it is
 * active. `whole` false: its probabilities were left out and are loaded.
 */
export function useShownRun(run: RunDetail, whole: boolean): ShownRun {
  const [shown, setShown] = useState(() => ({ store: storeOfRun(run), whole }));
  const [session, setSession] = useState<RunSession | null>(null);

  useEffect(() => {
    if (shown.whole) return;
    const leaving = new AbortController();
    fetchRun(run.id, leaving.signal).then(
      (found) => setShown({ store: storeOfRun(found), whole: true }),
      // Fails silently: the text is there.
      () => undefined,
    );
    return () => leaving.abort();
  }, [run.id, shown.whole]);

  useEffect(() => {
    if (!shown.whole || shown.store.state.status !== 'streaming') return;
    let left = false;
    const joined = joinSession(shown.store, run.id);
    setSession(joined);
    void joined.done.then(() => !left && announceRunsChanged());
    return () => {
      left = true;
      joined.close();
    };
  }, [shown, run.id]);

  return { ...shown, stop: async () => session?.stop() };
}

'use client';

import { useEffect, useState } from 'react';
import type { RunDetail } from '@/lib/runs/model/runs';
import { announceRunsChanged } from './run-channel';
import { fetchRun } from './run-detail';
import { joinSession, type RunSession, storeOfRun } from './run-session';
import type { RunStore } from './run-store';

export interface ShownRun {
  readonly store: RunStore;
  /** False while its probabilities are on their way. */
  readonly whole: boolean;
  /** Ends a run that is going on. Throws `ApiError`. */
  readonly stop: () => Promise<void>;
}

/**
 * A run as a page shows it that the server drew: at once as it stood then, followed while it is going on. `whole` false:
 * its probabilities were left out and are asked for.
 */
export function useShownRun(run: RunDetail, whole: boolean): ShownRun {
  const [shown, setShown] = useState(() => ({ store: storeOfRun(run), whole }));
  const [session, setSession] = useState<RunSession | null>(null);

  useEffect(() => {
    if (shown.whole) return;
    const leaving = new AbortController();
    fetchRun(run.id, leaving.signal).then(
      (found) => setShown({ store: storeOfRun(found), whole: true }),
      // Not worth more than that: the text is there.
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

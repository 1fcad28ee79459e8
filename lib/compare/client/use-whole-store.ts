'use client';

import { useEffect, useState } from 'react';
import { fetchRun } from '@/lib/runs/client/run-detail';
import { storeOfRun } from '@/lib/runs/client/run-session';
import type { RunStore } from '@/lib/runs/client/run-store';
import type { CellRun } from './cell-run';

/**
 * The run of a cell with all of its text and tokens; until these have come, what the comparison's detail
 * gave.
 */
export function useWholeStore(run: CellRun | null): RunStore | null {
  const [whole, setWhole] = useState<{ of: string; store: RunStore } | null>(null);
  const light = run?.light ?? null;
  const missingRunId =
    run && light && run.store.state.status !== 'streaming' && isLess(run) ? light.id : null;
  useEffect(() => {
    if (missingRunId === null) return;
    const leaving = new AbortController();
    fetchRun(missingRunId, leaving.signal).then(
      (detail) => setWhole({ of: missingRunId, store: storeOfRun(detail) }),
      // The beginning of the text stays: it is better than a message about the rest.
      () => undefined,
    );
    return () => leaving.abort();
  }, [missingRunId]);
  if (!run) return null;
  return whole?.of === run.runId ? whole.store : run.store;
}

/** The detail left out its tokens, or part of its text. */
function isLess({ light, store }: CellRun): boolean {
  const { request } = store.view().startRequest;
  return request.logprobs !== undefined || light?.isPart === true;
}

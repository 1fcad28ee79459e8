'use client';

import { useCallback, useMemo, useState } from 'react';
import type { RunSummary } from '@/lib/runs/model/runs';

/**
 * Which of the loaded runs are selected. A run that leaves the list is not counted while it is away; a deleted one
 * is deselected, so that an undo brings back runs and no selection.
 */
export function useRunSelection(runs: readonly RunSummary[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  /** Where a range begins. */
  const [anchor, setAnchor] = useState<string | null>(null);
  const selected = useMemo(() => runs.filter(({ id }) => chosen.has(id)), [runs, chosen]);
  const ids = useMemo(() => new Set(selected.map(({ id }) => id)), [selected]);

  const select = useCallback(
    (runId: string, range: boolean) => {
      setChosen((before) => {
        const from = range ? runs.findIndex(({ id }) => id === anchor) : -1;
        const to = runs.findIndex(({ id }) => id === runId);
        if (from === -1 || to === -1) return toggled(before, runId);
        const between = runs.slice(Math.min(from, to), Math.max(from, to) + 1);
        return new Set([...before, ...between.map(({ id }) => id)]);
      });
      setAnchor(runId);
    },
    [runs, anchor],
  );
  const selectAll = useCallback(() => setChosen(new Set(runs.map(({ id }) => id))), [runs]);
  const clear = useCallback(() => setChosen(new Set()), []);
  const deselect = useCallback((given: readonly string[]) => {
    const gone = new Set(given);
    setChosen((before) => new Set([...before].filter((id) => !gone.has(id))));
  }, []);
  return { ids, selected, select, selectAll, clear, deselect };
}

function toggled(before: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(before);
  if (!next.delete(id)) next.add(id);
  return next;
}

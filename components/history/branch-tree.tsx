'use client';

import { useEffect, useState } from 'react';
import { useRunLineage } from '@/lib/history/client/run-lineage';
import type { RunLineage } from '@/lib/history/model/run-lineage';
import { useCurrentRun } from '@/lib/playground/client/run-controller';
import { LineageGraph } from './run/lineage-graph';

export interface BranchTreeProps {
  runId: string;
  /** Opens a run in the playground. */
  onOpenRun: (runId: string) => void;
}

/** The tree around the run that the playground shows, once a run in it has branched at a token. */
export function BranchTree({ runId, onOpenRun }: BranchTreeProps) {
  const lineage = useSteadyLineage(runId);
  if (!lineage?.members.some(({ branch, run }) => branch?.kind === 'branch' && run !== null)) return null;
  return (
    <section aria-labelledby="branches" className="shrink-0 border-t px-4 pt-2 pb-1">
      <h3 id="branches" className="pb-1 text-2xs font-medium text-ink-3">
        Branches
      </h3>
      <LineageGraph
        members={lineage.members}
        currentId={runId}
        label="Branches of this run"
        onOpen={onOpenRun}
        className="max-h-[min(220px,30dvh)]"
      />
    </section>
  );
}

/** A run that has just branched off is in no tree yet: its parent's stays until its own has come. */
function useSteadyLineage(runId: string): RunLineage | null {
  const lineage = useRunLineage(runId);
  const parentId = useCurrentRun((view) => view?.startRequest.parent?.runId ?? null);
  const [last, setLast] = useState<RunLineage | null>(null);
  useEffect(() => {
    if (lineage) setLast(lineage);
  }, [lineage]);
  return lineage ?? (last?.members.some(({ id }) => id === parentId) ? last : null);
}

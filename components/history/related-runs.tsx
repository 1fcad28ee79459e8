'use client';

import { ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { splitLineage } from '@/lib/history/client/lineage-kinds';
import { useRunLineage } from '@/lib/history/client/run-lineage';
import type { LineageMember, RunLineage } from '@/lib/history/model/run-lineage';
import { useCurrentRun } from '@/lib/playground/client/run-controller';
import { LineageGraph } from './run/lineage-graph';

export interface RelatedRunsProps {
  runId: string;
  /** Opens a run in the playground. */
  onOpenRun: (runId: string) => void;
}

/** The tree around the run that the playground shows, once a run in it has branched at a token. */
export function RelatedRuns({ runId, onOpenRun }: RelatedRunsProps) {
  const lineage = useSteadyLineage(runId);
  if (!lineage?.members.some(({ branch, run }) => branch?.kind === 'branch' && run !== null)) return null;
  const { branches, variants } = splitLineage(lineage.members);
  return (
    <section aria-labelledby="related-runs" className="shrink-0 border-t px-4 pt-2 pb-1">
      <h3 id="related-runs" className="pb-1 text-2xs font-medium text-ink-3">
        {RELATED}
      </h3>
      <LineageGraph
        members={branches}
        currentId={runId}
        label={RELATED}
        onOpen={onOpenRun}
        className="max-h-[min(220px,30dvh)]"
      />
      {variants.length > 0 && <Variants members={variants} runId={runId} onOpenRun={onOpenRun} />}
    </section>
  );
}

/** Runs of the same text, which is in the tree above: folded away unless the shown run is one of them. */
function Variants({ members, runId, onOpenRun }: RelatedRunsProps & { members: readonly LineageMember[] }) {
  const [toggled, setToggled] = useState<boolean | null>(null);
  const open = toggled ?? members.some(({ id }) => id === runId);
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setToggled(!open)}
        className="-ml-1 flex h-6 items-center gap-1 rounded-sm px-1 text-2xs text-ink-3 hover:text-ink-2 pointer-coarse:h-10"
      >
        <ChevronRight aria-hidden="true" className={cx('size-3 transition-transform', open && 'rotate-90')} />
        {VARIANTS} ({members.length})
      </button>
      {open && (
        <LineageGraph
          members={members}
          currentId={runId}
          label={VARIANTS}
          onOpen={onOpenRun}
          className="max-h-[min(112px,16dvh)]"
        />
      )}
    </>
  );
}

/** Reruns that something branched from are among them. */
const RELATED = 'Related runs';
const VARIANTS = 'Same prompt, rerun';

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

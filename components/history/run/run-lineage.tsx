'use client';

import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { lineageCounts } from '@/lib/history/client/lineage-kinds';
import { type LineageStep, lineageMemberAt } from '@/lib/history/client/lineage-layout';
import { RUN_SHORTCUTS } from '@/lib/history/client/run-shortcuts';
import type { RunLineage as Lineage } from '@/lib/history/model/run-lineage';
import { LineageGraph } from './lineage-graph';
import { RunSection } from './run-section';

const STEPS: readonly {
  readonly step: LineageStep;
  readonly label: string;
  readonly icon: typeof ArrowUp;
}[] = [
  { step: 'parent', label: 'Parent', icon: ArrowUp },
  { step: 'child', label: 'First child', icon: ArrowDown },
  { step: 'previous', label: 'Previous sibling', icon: ArrowLeft },
  { step: 'next', label: 'Next sibling', icon: ArrowRight },
];

export interface RunLineageProps {
  runId: string;
  lineage: Lineage;
  onWalk: (step: LineageStep) => void;
}

/** The run's ancestors, and the runs derived from it. */
export function RunLineage({ runId, lineage, onWalk }: RunLineageProps) {
  const { members, more } = lineage;
  const counts = lineageCounts(members);
  return (
    <RunSection
      title={`${members.length}${more ? '+' : ''} related runs`}
      aside={STEPS.map(({ step, label, icon: Icon }) => (
        <IconButton
          key={step}
          size="sm"
          label={label}
          shortcut={RUN_SHORTCUTS[step].keys}
          disabled={lineageMemberAt(members, runId, step) === null}
          onClick={() => onWalk(step)}
          // The runs themselves are below, to be tapped.
          className="pointer-coarse:hidden"
        >
          <Icon aria-hidden="true" />
        </IconButton>
      ))}
    >
      {counts && <p className="pb-1 text-xs text-ink-3">{counts}</p>}
      <LineageGraph members={members} currentId={runId} />
    </RunSection>
  );
}

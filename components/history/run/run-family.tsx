'use client';

import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { type FamilyStep, relativeAt } from '@/lib/history/client/family-layout';
import { RUN_SHORTCUTS } from '@/lib/history/client/run-shortcuts';
import type { RunFamily as Family } from '@/lib/history/model/run-family';
import { FamilyGraph } from './family-graph';
import { RunSection } from './run-section';

const STEPS: readonly { readonly step: FamilyStep; readonly label: string; readonly icon: typeof ArrowUp }[] =
  [
    { step: 'parent', label: 'Parent', icon: ArrowUp },
    { step: 'child', label: 'First child', icon: ArrowDown },
    { step: 'previous', label: 'Previous sibling', icon: ArrowLeft },
    { step: 'next', label: 'Next sibling', icon: ArrowRight },
  ];

export interface RunFamilyProps {
  runId: string;
  family: Family;
  onWalk: (step: FamilyStep) => void;
}

/** What the run grew from, and what grew of it. */
export function RunFamily({ runId, family, onWalk }: RunFamilyProps) {
  const { relatives, more } = family;
  return (
    <RunSection
      title={`Family of ${relatives.length}${more ? ' and more' : ''}`}
      aside={STEPS.map(({ step, label, icon: Icon }) => (
        <IconButton
          key={step}
          size="sm"
          label={label}
          shortcut={RUN_SHORTCUTS[step].keys}
          disabled={relativeAt(relatives, runId, step) === null}
          onClick={() => onWalk(step)}
        >
          <Icon aria-hidden="true" />
        </IconButton>
      ))}
    >
      <FamilyGraph relatives={relatives} currentId={runId} />
    </RunSection>
  );
}

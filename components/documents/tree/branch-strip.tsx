'use client';

import { ArrowUp, ChevronLeft, ChevronRight, GitBranch, Star } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useStore } from 'zustand';
import { IconButton } from '@/components/ui/icon-button';
import { toast } from '@/components/ui/toast';
import { goToBranch, type Walked, walkBranches } from '@/lib/documents/client/branch-actions';
import { BRANCH_SHORTCUTS, useBranchShortcuts } from '@/lib/documents/client/branch-shortcuts';
import type { DocumentSession } from '@/lib/documents/client/document-session';
import { useBranches } from '@/lib/documents/client/use-branches';
import { branchLabel } from '@/lib/documents/model/branch-label';
import { type BranchStep, branchBeside, siblingsOfBranch } from '@/lib/documents/model/branches';
import { useActions } from '@/lib/platform/client/actions';
import { BranchChips } from './branch-chips';

const MAP_LABEL = 'Map of all branches';

export interface BranchStripProps {
  session: DocumentSession;
  /** Opens the map of the whole tree. */
  onOpenMap: () => void;
  /** Stands in the place of the steps from branch to branch; null: there is nothing else to step through. */
  choices: ReactNode;
}

/** One line with the branches from here: those beside this one, and those that go on from it. */
export function BranchStrip({ session, onOpenMap, choices }: BranchStripProps) {
  const branches = useBranches(session);
  const isGenerating = useStore(session.views, ({ generating }) => generating !== null);
  const [walked, setWalked] = useState('');
  const { current, list, hidden } = branches;
  const siblings = siblingsOfBranch(branches, current);
  const at = current ? siblings.indexOf(current.id) : -1;

  const announce = ({ branch, branches: then }: Walked) => {
    const beside = siblingsOfBranch(then, branch);
    setWalked(`Branch ${beside.indexOf(branch.id) + 1} of ${beside.length}. ${branchLabel(branch)}`);
  };
  const walk = (step: BranchStep) => {
    const walked = walkBranches(session, step);
    if (walked) announce(walked);
    else if (isGenerating) toast('Stop the generation first.', { id: 'branch-while-generating' });
  };
  useBranchShortcuts(walk);
  const star = () => current && session.edit(current.id, { starred: !current.starred });
  const starLabel = current?.starred ? 'Unstar this branch' : 'Star this branch';
  useActions(() => {
    if (list.length < 2 && hidden === 0) return [];
    const steps = Object.entries(BRANCH_SHORTCUTS) as [BranchStep, { keys: string; label: string }][];
    return [
      { id: 'map', label: MAP_LABEL, also: 'tree', run: onOpenMap },
      ...steps.map(([step, { keys, label }]) => ({
        id: step,
        label,
        keys,
        blocked: isGenerating
          ? 'A run is in progress'
          : branchBeside(branches, step) === null
            ? 'No branch there'
            : null,
        run: () => walk(step),
      })),
      ...(current ? [{ id: 'star', label: starLabel, run: star }] : []),
    ].map((action) => ({ ...action, id: `branch:${action.id}`, group: 'This document' }));
  });

  if (list.length < 2 && hidden === 0) return null;
  const button = (step: BranchStep, Icon: typeof ArrowUp) => (
    <IconButton
      size="sm"
      label={BRANCH_SHORTCUTS[step].label}
      {...(step === 'parent' && { word: 'Parent' })}
      shortcut={BRANCH_SHORTCUTS[step].keys}
      aria-disabled={isGenerating || branchBeside(branches, step) === null}
      onClick={() => walk(step)}
      // On touch screens the chips are pressed instead; and beside the choices a phone has no space for the parent, to
      // which the map leads as well.
      className={step !== 'parent' ? 'pointer-coarse:hidden' : choices ? 'phone:hidden' : undefined}
    >
      <Icon aria-hidden="true" />
    </IconButton>
  );
  return (
    <section
      aria-label="Branches"
      className="flex h-8 min-w-0 items-center gap-1 border-t px-2 text-xs pointer-coarse:h-11"
    >
      {button('parent', ArrowUp)}
      {/* One stepper at a time: choices of a run are branches beside each other as well, and the chips show them all. */}
      {choices ??
        (siblings.length > 1 && (
          <span className="flex shrink-0 items-center">
            {button('previous', ChevronLeft)}
            <span className="px-0.5 text-ink-2 tabular-nums">
              Branch {at + 1} of {siblings.length}
            </span>
            {button('next', ChevronRight)}
          </span>
        ))}
      {current && (
        <IconButton
          size="sm"
          label={starLabel}
          pressed={current.starred}
          onClick={star}
          // There it is in the menu of the map's row.
          className="phone:hidden"
        >
          <Star aria-hidden="true" className={current.starred ? 'fill-current' : undefined} />
        </IconButton>
      )}
      <BranchChips
        branches={branches}
        disabled={isGenerating}
        onChoose={(branch) => {
          if (goToBranch(session, branch)) announce({ branch, branches });
        }}
      />
      <IconButton size="sm" label={MAP_LABEL} word="Map" wordFrom="640" onClick={onOpenMap}>
        <GitBranch aria-hidden="true" />
      </IconButton>
      <span role="status" className="sr-only">
        {walked}
      </span>
    </section>
  );
}

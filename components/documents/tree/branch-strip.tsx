'use client';

import { ArrowUp, ChevronLeft, ChevronRight, GitBranch, Star } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { cx } from '@/components/ui/cx';
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
  className?: string;
}

/** One line with the branches from here: those beside this one, and those that go on from it. */
export function BranchStrip({ session, onOpenMap, className }: BranchStripProps) {
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
  const starLabel = current?.starred ? 'Remove the star' : 'Star this branch';
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
          ? 'A generation brings text'
          : branchBeside(branches, step) === null
            ? 'There is none'
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
      className={step === 'parent' ? undefined : 'pointer-coarse:hidden'}
    >
      <Icon aria-hidden="true" />
    </IconButton>
  );
  return (
    <section
      aria-label="Branches"
      className={cx(
        'flex h-8 min-w-0 items-center gap-1 border-t px-2 text-xs pointer-coarse:h-11',
        className,
      )}
    >
      {button('parent', ArrowUp)}
      {button('previous', ChevronLeft)}
      {siblings.length > 1 && (
        <span className="shrink-0 text-ink-3 tabular-nums">
          {at + 1} of {siblings.length}
        </span>
      )}
      {button('next', ChevronRight)}
      {current && (
        <IconButton size="sm" label={starLabel} pressed={current.starred} onClick={star}>
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
      {current && (
        <span className="shrink-0 text-ink-3 tabular-nums max-sm:hidden">Depth {current.level}</span>
      )}
      <IconButton size="sm" label={MAP_LABEL} word="Map" wordFrom="640" onClick={onOpenMap}>
        <GitBranch aria-hidden="true" />
      </IconButton>
      <span role="status" className="sr-only">
        {walked}
      </span>
    </section>
  );
}

'use client';

import { lazy, Suspense, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ComparedText } from '@/components/texts/text-diff-dialog';
import { Dialog } from '@/components/ui/dialog';
import { Switch } from '@/components/ui/switch';
import { toast } from '@/components/ui/toast';
import { goToBranch, pruneBranch, unpruneBranch } from '@/lib/documents/client/branch-actions';
import type { DocumentSession } from '@/lib/documents/client/document-session';
import { useBranches } from '@/lib/documents/client/use-branches';
import { branchTitle } from '@/lib/documents/model/branch-label';
import type { Branch } from '@/lib/documents/model/branches';
import { counted } from '@/lib/platform/numbers/counted';
import { BranchMenu } from './branch-menu';
import type { RankOf } from './branch-rows';
import { BranchTree } from './branch-tree';
import { comparedTexts } from './compared-texts';
import { NameBranch } from './name-branch';

const TextDiffDialog = lazy(async () => ({
  default: (await import('@/components/texts/text-diff-dialog')).TextDiffDialog,
}));

export interface BranchMapProps {
  session: DocumentSession;
  rankOf: RankOf;
  /** Gets the focus after going somewhere. */
  editor: HTMLElement;
  onClose: () => void;
}

/** Every branch of the document: to go there, name, star, hide (`pruned` in the data), compare and copy. */
export function BranchMap({ session, rankOf, editor, onClose }: BranchMapProps) {
  const focusAfter = useRef<HTMLElement | null>(null);
  const prunedId = useId();
  const shortId = useId();
  const [showPruned, setShowPruned] = useState(false);
  const [showShort, setShowShort] = useState(false);
  const [naming, setNaming] = useState<Branch | null>(null);
  const [compared, setCompared] = useState<{ reference: ComparedText; other: ComparedText } | null>(null);
  const branches = useBranches(session, { showPruned, showShort });
  const isGenerating = useStore(session.views, ({ generating }) => generating !== null);
  const { list, current, hidden } = branches;
  // What was written before all of them is none by itself, unless nothing grows from it.
  const [top] = branches.roots.length === 1 ? list : [];
  const count = Math.max(1, list.length - (top?.generated === false ? 1 : 0));
  const generations = list.filter(({ generated }) => generated).length;
  const hasShort = showShort || list.some(({ deadEnds }) => deadEnds > 0);
  const hasPruned = hidden > 0 || list.some(({ pruned }) => pruned);

  const go = (branch: Branch) => {
    if (goToBranch(session, branch)) {
      focusAfter.current = editor;
      onClose();
    } else toast(STOP_FIRST, { id: 'branch-while-generating' });
  };
  /** The branch that was named or compared last: the map comes back at it. */
  const [lastId, setLastId] = useState<string | null>(null);
  const [opener] = useState(() => document.activeElement);
  const leave = (show: () => void, { id }: Branch) => {
    setLastId(id);
    show();
  };
  const comeBack = () => {
    setNaming(null);
    setCompared(null);
    // The layer in between had the focus when the map came back. Where nothing had it, as after a tap on an iPhone, the
    // editor would raise the keyboard.
    if (opener instanceof HTMLElement && opener !== document.body)
      focusAfter.current ??= opener.isConnected ? opener : editor;
  };
  const star = ({ id, starred }: Branch) => session.edit(id, { starred: !starred });
  const prune = (branch: Branch) => {
    if (branch.pruned) return unpruneBranch(session, branch, branches);
    const undo = pruneBranch(session, branch, branches);
    if (!undo) return toast(STOP_FIRST, { id: 'branch-while-generating' });
    toast(`“${branchTitle(branch)}” is hidden.`, { action: { label: 'Undo', onClick: undo }, of: 'page' });
  };
  const onKey = (key: string, branch: Branch): boolean => {
    if (key === 'F2' || key === 'n') leave(() => setNaming(branch), branch);
    else if (key === 's') star(branch);
    else if (key === 'Delete' || key === 'Backspace') prune(branch);
    else return false;
    return true;
  };

  // In the place of the map, and not over it: one layer at a time.
  if (naming) return <NameBranch session={session} branch={naming} onClose={comeBack} />;
  if (compared) {
    return (
      <Suspense fallback={null}>
        <TextDiffDialog {...compared} onClose={comeBack} />
      </Suspense>
    );
  }
  return (
    <Dialog
      onClose={onClose}
      title="Branches"
      focusAfter={focusAfter}
      className="h-[min(760px,84dvh)] max-w-3xl!"
      bodyClassName="flex flex-col overflow-hidden! px-2 pb-2"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-2 pb-2 text-xs text-ink-3">
        <span className="mr-auto">
          {counted(count, 'branch', 'branches')} · {counted(generations, 'generation', 'generations')}
          <span className="pointer-coarse:hidden">
            {' '}
            · Enter to go there, N to name, S to star, Del to hide
          </span>
        </span>
        {hasShort && (
          <span className="flex items-center gap-1.5">
            <Switch id={shortId} checked={showShort} onCheckedChange={setShowShort} />
            <label htmlFor={shortId}>Show short edits</label>
          </span>
        )}
        {hasPruned && (
          <span className="flex items-center gap-1.5">
            <Switch id={prunedId} checked={showPruned} onCheckedChange={setShowPruned} />
            <label htmlFor={prunedId}>Show hidden</label>
          </span>
        )}
      </div>
      <BranchTree
        branches={branches}
        rankOf={rankOf}
        startId={lastId ?? current?.id ?? null}
        onGo={go}
        onKey={onKey}
        actions={(branch, tabIndex) => (
          <BranchMenu
            session={session}
            branch={branch}
            tabIndex={tabIndex}
            goDisabled={isGenerating}
            onGo={() => go(branch)}
            onName={() => leave(() => setNaming(branch), branch)}
            onStar={() => star(branch)}
            onPrune={() => prune(branch)}
            onCompare={
              branch.id !== current?.id
                ? () => leave(() => setCompared(comparedTexts(session, current, branch)), branch)
                : undefined
            }
          />
        )}
      />
    </Dialog>
  );
}

const STOP_FIRST = 'Stop the generation first.';

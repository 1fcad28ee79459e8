'use client';

import { ArrowRight, Star } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { cx } from '@/components/ui/cx';
import { branchLabel, branchTitle } from '@/lib/documents/model/branch-label';
import { type Branch, type Branches, siblingsOfBranch } from '@/lib/documents/model/branches';

/** Chips to either side of the current one, and of what goes on: with hundreds, the map is the place to look. */
const AROUND = 12;

export interface BranchChipsProps {
  branches: Branches;
  disabled: boolean;
  onChoose: (branch: Branch) => void;
}

/** The branches beside the current one, and those that go on from it, on a line that can be swiped. */
export function BranchChips({ branches, disabled, onChoose }: BranchChipsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { current, byId, roots } = branches;
  const siblings = siblingsOfBranch(branches, current);
  const at = current ? siblings.indexOf(current.id) : 0;
  const beside = siblings.slice(Math.max(0, at - AROUND), at + AROUND + 1);
  const ahead = (current?.children ?? roots).slice(0, AROUND);
  const currentId = current?.id;
  // Its first words come while it is written, and so does its star.
  const currentTitle = current && `${branchTitle(current)} ${current.starred}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the chip's width follows its title
  useEffect(() => {
    const line = scroller.current;
    const chip = line?.querySelector<HTMLElement>('[aria-current]');
    if (!line || !chip || currentId === undefined) return;
    // By hand: scrollIntoView would scroll the page as well. What goes on stays in view beside it.
    line.scrollLeft = chip.offsetLeft - Math.max(8, Math.min(48, (line.clientWidth - chip.offsetWidth) / 2));
  }, [currentId, currentTitle, beside.length]);

  const chip = (id: string) => {
    const branch = byId.get(id);
    if (!branch) return null;
    return (
      <li key={id} className="min-w-0 shrink-0 snap-start">
        <button
          type="button"
          aria-current={id === currentId ? 'true' : undefined}
          aria-label={branchLabel(branch)}
          aria-disabled={disabled || undefined}
          onClick={() => !disabled && onChoose(branch)}
          className={cx(CHIP, id === currentId ? CURRENT : 'text-ink-2 hover:bg-hover hover:text-ink')}
        >
          {branch.starred && <Star aria-hidden="true" className="size-3 shrink-0 fill-current text-accent" />}
          <span className={cx('truncate', branch.name === null && 'font-mono')}>{branchTitle(branch)}</span>
        </button>
      </li>
    );
  };
  return (
    <div
      ref={scroller}
      data-swipes=""
      className="relative flex min-w-0 flex-1 snap-x items-center gap-1 overflow-x-auto overscroll-x-contain scroll-px-2 [scrollbar-width:none]"
    >
      <ul aria-label="Sibling branches" className="flex items-center gap-1">
        {beside.map(chip)}
      </ul>
      {ahead.length > 0 && (
        <>
          <ArrowRight aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
          <ul aria-label="Continues with" className="flex items-center gap-1">
            {ahead.map(chip)}
          </ul>
        </>
      )}
    </div>
  );
}

const CHIP =
  'flex h-6 max-w-44 items-center gap-1 rounded-sm border px-1.5 text-2xs -outline-offset-2 ' +
  'aria-disabled:cursor-not-allowed aria-disabled:opacity-55 pointer-coarse:h-10 pointer-coarse:px-2.5';
const CURRENT = 'border-accent bg-accent-soft text-ink';

'use client';

import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useRowWindow } from '@/components/ui/use-row-window';
import type { Branch, Branches } from '@/lib/documents/model/branches';
import { useMedia } from '@/lib/platform/client/use-media';
import { BranchItem } from './branch-item';
import { branchRows, type RankOf } from './branch-rows';

export interface BranchTreeProps {
  branches: Branches;
  rankOf: RankOf;
  /** The row that the focus begins at. */
  startId: string | null;
  onGo: (branch: Branch) => void;
  /** Handles a key that the tree does not use itself; returns true when it did. */
  onKey: (key: string, branch: Branch) => boolean;
  /** The buttons of a row; the Tab key stops at those of one row. */
  actions: (branch: Branch, tabIndex: number) => ReactNode;
}

/** The whole tree, one line a branch. Only the visible lines exist. Arrows move, Enter goes there. */
export function BranchTree({ branches, rankOf, startId, onGo, onKey, actions }: BranchTreeProps) {
  const { list, current } = branches;
  const rows = useMemo(() => branchRows(list, rankOf), [list, rankOf]);
  const scroller = useRef<HTMLDivElement>(null);
  const height = useMedia('(pointer: coarse)', false) ? 44 : 32;
  const heights = useMemo(() => rows.map(() => height), [rows, height]);
  const { first, end, tops, reveal } = useRowWindow(scroller, heights, 0);
  const [activeId, setActiveId] = useState(startId);
  const indexOf = useMemo(() => new Map(rows.map(({ member }, at) => [member.id, at])), [rows]);
  const columns = useMemo(() => rows.reduce((most, { column }) => Math.max(most, column), 0) + 1, [rows]);
  const activeAt = (activeId !== null ? indexOf.get(activeId) : undefined) ?? 0;
  const requested = useRef<string | null>(startId);

  const focusRow = (at: number | undefined) => {
    const id = at === undefined ? undefined : rows[at]?.member.id;
    if (at === undefined || id === undefined) return;
    setActiveId(id);
    reveal(at);
    // The row may exist only after this scroll.
    requestAnimationFrame(() => itemOf(scroller.current, id)?.focus());
  };

  useEffect(() => {
    const id = requested.current;
    if (id === null) return;
    requested.current = null;
    const at = indexOf.get(id);
    const element = scroller.current;
    if (at === undefined || !element) return;
    element.scrollTop = (tops[at] ?? 0) - (element.clientHeight - height) / 2;
    reveal(at);
    requestAnimationFrame(() => itemOf(element, id)?.focus({ preventScroll: true }));
  }, [indexOf, tops, height, reveal]);

  const rowsBefore = useRef(rows);
  useEffect(() => {
    const before = rowsBefore.current;
    rowsBefore.current = rows;
    const at = before.findIndex(({ member }) => member.id === activeId);
    if (at === -1 || activeId === null || indexOf.has(activeId)) return;
    // The row is gone, with those below it: the next one that is left, or else the one before.
    const near = [...before.slice(at + 1), ...before.slice(0, at).reverse()];
    const id = near.find(({ member }) => indexOf.has(member.id))?.member.id;
    const index = id === undefined ? undefined : indexOf.get(id);
    if (id === undefined || index === undefined) return;
    setActiveId(id);
    // A control outside of the tree keeps the focus.
    const tree = scroller.current;
    const focused = document.activeElement;
    if (focused?.matches('button, input') && !tree?.contains(focused)) return;
    reveal(index);
    requestAnimationFrame(() => itemOf(tree, id)?.focus());
  }, [rows, indexOf, activeId, reveal]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    // The menu of a row has keys of its own.
    if (event.target instanceof Element && !event.target.matches('[role="treeitem"]')) return;
    const branch = rows[activeAt]?.member;
    if (!branch) return;
    const target = {
      ArrowDown: activeAt + 1,
      ArrowUp: activeAt - 1,
      ArrowLeft: branch.parentId === null ? activeAt : indexOf.get(branch.parentId),
      ArrowRight: branch.children[0] === undefined ? activeAt : indexOf.get(branch.children[0]),
      PageDown: Math.min(rows.length - 1, activeAt + 10),
      PageUp: Math.max(0, activeAt - 10),
      Home: 0,
      End: rows.length - 1,
    }[event.key];
    if (target !== undefined) focusRow(Math.max(0, Math.min(rows.length - 1, target)));
    else if (event.key === 'Enter' || event.key === ' ') onGo(branch);
    else if (!onKey(event.key, branch)) return;
    event.preventDefault();
  }

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <div
        role="tree"
        aria-label="All branches"
        tabIndex={-1}
        onKeyDown={onKeyDown}
        className="relative"
        style={{ height: tops.at(-1) }}
      >
        {rows.slice(first, end).map((row, offset) => (
          <BranchItem
            key={row.member.id}
            row={row}
            columns={columns}
            current={row.member.id === current?.id}
            tabIndex={first + offset === activeAt ? 0 : -1}
            top={tops[first + offset] ?? 0}
            height={height}
            onFocus={() => setActiveId(row.member.id)}
            onGo={() => onGo(row.member)}
            actions={actions(row.member, first + offset === activeAt ? 0 : -1)}
          />
        ))}
      </div>
    </div>
  );
}

function itemOf(tree: HTMLElement | null, id: string): HTMLElement | null {
  return tree?.querySelector<HTMLElement>(`[data-branch="${CSS.escape(id)}"]`) ?? null;
}

'use client';

import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { cx } from '@/components/ui/cx';
import { joined } from '@/components/ui/joined';
import { Link } from '@/components/ui/link';
import { Tooltip } from '@/components/ui/tooltip';
import { type LineageRow, layoutLineage, lineageMemberAt } from '@/lib/history/client/lineage-layout';
import { branchPoint, changedWords } from '@/lib/history/model/changed-words';
import type { LineageMember } from '@/lib/history/model/run-lineage';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';
import { rerunText } from '@/lib/runs/model/change-text';
import { LineageRail } from './lineage-rail';

export interface LineageGraphProps {
  members: readonly LineageMember[];
  currentId: string;
  label?: string;
  /** Opens a run in another way than on its page. */
  onOpen?: (runId: string) => void;
  className?: string;
}

/** The keyboard came here from the graph of another page, and continues here. */
let focusNext = false;

/** A lineage as a graph: one line per run, top down. Arrows move, Enter opens. */
export function LineageGraph(props: LineageGraphProps) {
  const { members, currentId, label = 'Related runs', onOpen, className = 'max-h-[264px]' } = props;
  const tree = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => layoutLineage(members), [members]);
  const byId = useMemo(() => new Map(members.map((member) => [member.id, member])), [members]);
  const [activeId, setActiveId] = useState(currentId);
  const there = rows.filter(({ member }) => member.run !== null);
  const isThere = (id: string) => there.some(({ member }) => member.id === id);
  // The current run may be in another part of the lineage.
  const tabStop = [activeId, currentId].find(isThere) ?? there[0]?.member.id ?? currentId;
  const columns = Math.max(...rows.map(({ column }) => column)) + 1;

  useEffect(() => {
    const current = itemOf(tree.current, currentId);
    if (!current || !tree.current) return;
    // By hand: scrollIntoView would scroll the page as well.
    const { offsetTop, offsetHeight } = current;
    tree.current.scrollTop = offsetTop - (tree.current.clientHeight - offsetHeight) / 2;
    if (focusNext) current.focus({ preventScroll: true });
    focusNext = false;
  }, [currentId]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.metaKey || event.ctrlKey || event.altKey || event.shiftKey) return;
    const at = there.findIndex(({ member }) => member.id === tabStop);
    const target = {
      ArrowDown: there[at + 1]?.member.id,
      ArrowUp: there[at - 1]?.member.id,
      ArrowLeft: lineageMemberAt(members, tabStop, 'parent'),
      ArrowRight: lineageMemberAt(members, tabStop, 'child'),
      Home: there[0]?.member.id,
      End: there.at(-1)?.member.id,
    }[event.key];
    if (target === undefined && !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    if (!target) return;
    setActiveId(target);
    itemOf(tree.current, target)?.focus();
  }

  return (
    <div
      ref={tree}
      role="tree"
      tabIndex={-1}
      aria-label={label}
      onKeyDown={onKeyDown}
      className={cx('relative -mx-2 overflow-y-auto overscroll-contain py-0.5', className)}
    >
      {rows.map((row) => (
        <Row
          key={row.member.id}
          row={row}
          parent={byId.get(row.member.parentId ?? '')}
          columns={columns}
          current={row.member.id === currentId}
          tabStop={row.member.id === tabStop}
          onOpen={onOpen}
          onFocus={() => setActiveId(row.member.id)}
        />
      ))}
    </div>
  );
}

interface RowProps {
  row: LineageRow;
  parent: LineageMember | undefined;
  columns: number;
  current: boolean;
  tabStop: boolean;
  onOpen: ((runId: string) => void) | undefined;
  onFocus: () => void;
}

function Row({ row, parent, columns, current, tabStop, onOpen, onFocus }: RowProps) {
  const { member, level } = row;
  const { id, run } = member;
  const rail = <LineageRail row={row} columns={columns} current={current} />;
  if (run === null) {
    return (
      <div role="treeitem" aria-level={level} aria-disabled="true" tabIndex={-1} className={LINE}>
        {rail}
        <span className="truncate text-ink-3 italic">Deleted</span>
      </div>
    );
  }
  const kind = kindLabel(member, parent);
  const name = run.title ?? (run.outputPreview || run.promptPreview || 'Empty');
  const { label } = STATUS_LABELS[run.status];
  return (
    <Tooltip side={onOpen ? 'right' : 'left'} content={<Preview run={run} />}>
      <Link
        href={`/history/${id}`}
        prefetch={false}
        role="treeitem"
        data-relative={id}
        aria-level={level}
        aria-current={current ? (onOpen ? 'true' : 'page') : undefined}
        aria-label={`${kind}: ${name}. ${label}${run.starred ? ', starred' : ''}`}
        tabIndex={tabStop ? 0 : -1}
        onFocus={onFocus}
        onClick={(event) => {
          // Enter arrives as a click without a pointer.
          focusNext = event.detail === 0;
          // With a key held, the browser opens its page in another tab.
          if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
          event.preventDefault();
          onOpen(id);
        }}
        className={cx(LINE, 'hover:bg-hover', current && 'bg-accent-soft hover:bg-accent-soft')}
      >
        {rail}
        <span
          className={cx(
            'truncate',
            run.status === 'complete' ? 'max-w-[70%] shrink-0' : 'min-w-0 flex-1',
            current ? 'font-medium text-ink' : 'text-ink-2',
          )}
        >
          {kind}
        </span>
        {/* There is no room for both: a slice of a letter would be left. */}
        {run.status === 'complete' ? (
          <span className="min-w-0 flex-1 truncate text-ink-3">{visibleName(name)}</span>
        ) : (
          <span className="shrink-0 text-2xs text-ink-3">{label}</span>
        )}
      </Link>
    </Tooltip>
  );
}

const LINE = 'flex h-7 items-center gap-2 rounded-sm px-2 text-xs -outline-offset-2 pointer-coarse:h-9';

function Preview({ run }: { run: NonNullable<LineageMember['run']> }) {
  return (
    <span className="block max-w-64 py-0.5">
      {run.title && <span className="block font-medium">{visibleName(run.title)}</span>}
      <span className="line-clamp-3 font-mono text-2xs text-ink-2 wrap-anywhere">
        {run.promptPreview || 'Empty prompt'}
      </span>
      <span className="mt-1 line-clamp-4 font-mono text-2xs wrap-anywhere">
        {run.outputPreview || 'No text'}
      </span>
      <span className="mt-1 block text-2xs text-ink-3">
        {joined(STATUS_LABELS[run.status].label, run.model, run.choiceCount > 1 && `×${run.choiceCount}`)}
      </span>
    </span>
  );
}

function branchedAt(tokenIndex: number | undefined): string {
  return tokenIndex === undefined ? 'Branched' : `Branched at token ${tokenIndex + 1}`;
}

/** How a run was derived from its parent. */
function kindLabel({ parentId, branch, run }: LineageMember, parent: LineageMember | undefined): string {
  if (parentId === null) return 'First';
  switch (branch?.kind) {
    case 'edit':
      if (branch.changes) return rerunText(branch.changes);
      return (parent?.run && run && changedWords(parent.run.promptPreview, run.promptPreview)) ?? 'Edited';
    case 'regenerate':
      return 'Rerun';
    case 'append':
      return 'Appended';
    case 'branch':
      return branchPoint(run?.promptPreview ?? '', branch.after) ?? branchedAt(branch.tokenIndex);
    default:
      return 'Derived';
  }
}

function itemOf(tree: HTMLElement | null, id: string): HTMLElement | null {
  return tree?.querySelector<HTMLElement>(`[data-relative="${CSS.escape(id)}"]`) ?? null;
}

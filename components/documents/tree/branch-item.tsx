'use client';

import { Star } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge';
import { cx } from '@/components/ui/cx';
import { TreeRail } from '@/components/ui/tree-rail';
import { branchLabel, branchTitle } from '@/lib/documents/model/branch-label';
import { timeOfDay } from '@/lib/history/client/history-pages';
import { dayText } from '@/lib/platform/numbers/day-text';
import { visibleName } from '@/lib/protocol/tokens/hidden-characters';
import type { BranchRow } from './branch-rows';

export interface BranchItemProps {
  row: BranchRow;
  columns: number;
  current: boolean;
  tabIndex: number;
  /** Pixels from the top of the tree. */
  top: number;
  height: number;
  onFocus: () => void;
  onGo: () => void;
  actions: ReactNode;
}

/** A branch in the map: a filled dot is a generation, a hollow one is what a person wrote. */
export function BranchItem(props: BranchItemProps) {
  const { row, columns, current, tabIndex, top, height, onFocus, onGo, actions } = props;
  const { member: branch, level, position, siblings, column, from, passing, hasChildren, path } = row;
  const { id, name, words, starred, pruned, onPath, generated, deadEnds, createdAt } = branch;
  const ink = onPath ? 'var(--accent)' : 'var(--line-strong)';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree around it takes the keys.
    <div
      role="treeitem"
      data-branch={id}
      aria-level={level}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-expanded={hasChildren ? true : undefined}
      aria-current={current ? 'true' : undefined}
      aria-label={`${branchLabel(branch)}${current ? '. Current text' : ''}`}
      tabIndex={tabIndex}
      onFocus={onFocus}
      onClick={(event) => {
        if (event.target instanceof Element && event.target.closest('button, [role="menu"]')) return;
        onGo();
      }}
      className={cx(
        'group absolute inset-x-0 top-0 flex cursor-pointer items-center gap-2 rounded-sm px-2 text-xs -outline-offset-2',
        current ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      <TreeRail
        column={column}
        from={from}
        passing={passing}
        hasChildren={hasChildren}
        columns={columns}
        current={current}
        path={path}
      >
        <circle r="3.5" fill={generated ? ink : 'var(--bg)'} stroke={ink} strokeWidth="1.5" />
      </TreeRail>
      {starred && <Star aria-hidden="true" className="size-3 shrink-0 fill-current text-accent" />}
      <span className={cx('flex min-w-0 flex-1 gap-2', pruned && 'line-through opacity-70')}>
        {name !== null && (
          <span className="max-w-[60%] shrink-0 truncate font-medium">{branchTitle(branch)}</span>
        )}
        <span
          className={cx('min-w-0 truncate font-mono', onPath && name === null ? 'text-ink' : 'text-ink-2')}
        >
          {name === null ? branchTitle(branch) : visibleName(words)}
        </span>
      </span>
      {pruned && <Badge>Hidden</Badge>}
      {deadEnds > 0 && (
        <span className="shrink-0 text-2xs text-ink-3 max-sm:hidden" title="Short edits not shown">
          +{deadEnds}
        </span>
      )}
      <time dateTime={createdAt} className="shrink-0 text-2xs text-ink-3 tabular-nums max-sm:hidden">
        {momentOf(createdAt)}
      </time>
      {actions}
    </div>
  );
}

/** The time of today's branches, the day of older ones. */
function momentOf(iso: string): string {
  const day = dayText(iso);
  return day === dayText(new Date()) ? timeOfDay(iso) : day;
}

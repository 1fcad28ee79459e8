'use client';

import { Columns3, Download, Star, Trash2, X } from 'lucide-react';
import { Button, buttonStyle } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Link } from '@/components/ui/link';
import { MoreMenu } from '@/components/ui/more-menu';
import { formatCosts } from '@/lib/protocol/run/money';
import { totalCosts } from '@/lib/runs/model/cost';
import type { RunSummary } from '@/lib/runs/model/runs';
import { TagMenu } from './tag-menu';

export interface SelectionBarProps {
  /** The selected runs that are loaded. */
  runs: readonly RunSummary[];
  /** The number of loaded runs. */
  total: number;
  /** The address that compares them; null: they are too many. */
  compareHref: string | null;
  onSelectAll: () => void;
  onStar: (starred: boolean) => void;
  onTag: (tag: string) => void;
  onUntag: (tag: string) => void;
  onExport: () => void;
  onDelete: () => void;
  onClear: () => void;
}

/** Actions on the selected runs. */
export function SelectionBar(props: SelectionBarProps) {
  const { runs, total, compareHref, onSelectAll, onStar, onTag, onUntag, onExport, onDelete, onClear } =
    props;
  const allStarred = runs.every((run) => run.starred);
  const cost = formatCosts(totalCosts(runs.map(({ cost }) => cost)));
  const present = [...new Set(runs.flatMap((run) => run.tags))].sort();
  return (
    <div
      role="toolbar"
      aria-label="Selected runs"
      data-below-toasts=""
      className="flex shrink-0 flex-wrap items-center gap-1 border-t bg-surface px-4 py-2 pb-[max(8px,env(safe-area-inset-bottom))]"
    >
      <span role="status" className="mr-2 text-xs font-medium tabular-nums">
        {runs.length.toLocaleString('en')} selected
        {cost !== null && (
          <span data-total-cost="" className="text-ink-2">
            {' '}
            · {cost}
          </span>
        )}
      </span>
      {runs.length < total && (
        <Button size="sm" variant="ghost" onClick={onSelectAll}>
          Select all {total.toLocaleString('en')} loaded
        </Button>
      )}
      <TagMenu present={present} onTag={onTag} onUntag={onUntag} />
      <Button size="sm" variant="ghost" onClick={() => onStar(!allStarred)}>
        <Star aria-hidden="true" className="size-3.5" fill={allStarred ? 'currentColor' : 'none'} />
        {allStarred ? 'Unstar' : 'Star'}
      </Button>
      {compareHref !== null && (
        <Link href={compareHref} prefetch={false} className={buttonStyle('ghost', 'sm')}>
          <Columns3 aria-hidden="true" className="size-3.5" /> Compare
        </Link>
      )}
      <Button size="sm" variant="ghost" onClick={onExport}>
        <Download aria-hidden="true" className="size-3.5" /> Export
      </Button>
      <Button size="sm" variant="ghost" onClick={onDelete} className="text-bad! pointer-coarse:hidden">
        <Trash2 aria-hidden="true" className="size-3.5" /> Delete
      </Button>
      <MoreMenu
        label="More for the selected runs"
        actions={[{ label: 'Delete', icon: <Trash2 aria-hidden="true" />, tone: 'bad', onSelect: onDelete }]}
      />
      <IconButton
        size="sm"
        label="Clear selection"
        word="Clear"
        shortcut="escape"
        onClick={onClear}
        className="ml-auto"
      >
        <X aria-hidden="true" />
      </IconButton>
    </div>
  );
}

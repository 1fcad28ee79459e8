'use client';

import { ArrowDownWideNarrow, ArrowUpNarrowWide } from 'lucide-react';
import { SearchField } from '@/components/history/browse/search-field';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { useChecks } from '@/lib/compare/client/verdicts';
import type { CellFilter, CellGroup, CellOrder } from '@/lib/compare/model/cell-lines';
import { checkLabel } from '@/lib/compare/model/checks';
import { type MeasureName, measureNames, measureSpec } from '@/lib/compare/model/measures';
import { counted } from '@/lib/platform/numbers/counted';
import { useCompareView } from '../view-state';
import type { Lines } from './use-lines';

/** What the table shows: which cells, in which groups, and in which order. */
export function TableControls({ grid, lines, count }: Pick<Lines, 'grid' | 'lines' | 'count'>) {
  const { filter, contains, order, group, change } = useCompareView();
  const checks = useChecks();
  const filters = [
    { value: 'all', label: 'All cells' },
    { value: 'differs', label: 'Only differences' },
    ...(checks.length > 0 ? [{ value: 'fails', label: 'Fails a check' }] : []),
    ...checks.map((check) => ({ value: `fails:${check.id}`, label: `Fails: ${checkLabel(check)}` })),
    { value: 'failed', label: 'Incomplete' },
    { value: 'unrun', label: 'Not run' },
  ];
  const whole = grid.cells.length;
  const groupKeys = lines.flatMap((line) => (line.kind === 'group' ? [line.key] : []));
  const isAnyOpen = lines.some((line) => line.kind === 'group' && line.isOpen);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-b px-3 py-1.5 max-wide:px-2">
      <Select
        size="sm"
        aria-label="Show"
        value={filter}
        onValueChange={(next) => change({ filter: next as CellFilter })}
        options={filters}
        className="w-40"
      />
      <SearchField
        value={contains}
        onChange={(next) => change({ contains: next })}
        busy={false}
        label="Output contains"
        placeholder="Output contains"
        shortcut={null}
        className="min-w-36 flex-1 wide:max-w-56"
      />
      <Select
        size="sm"
        aria-label="Group by"
        value={group}
        onValueChange={(next) => change({ group: next as CellGroup, closed: [] })}
        options={groupsOf(grid)}
        className="w-36"
      />
      {groupKeys.length > 0 && (
        <Button
          size="sm"
          variant="ghost"
          onClick={() => change({ closed: isAnyOpen ? groupKeys : [] })}
          className="w-20"
        >
          {isAnyOpen ? 'Collapse' : 'Expand'}
        </Button>
      )}
      <Select
        size="sm"
        aria-label="Sort by"
        value={order.by ?? ''}
        onValueChange={(next) => change({ order: { ...order, by: (next || null) as MeasureName | null } })}
        options={[
          { value: '', label: 'Default order' },
          ...measureNames(checks).map((value) => ({ value, label: measureSpec(value, checks).label })),
        ]}
        className="w-40"
      />
      <IconButton
        size="sm"
        label={directionLabel(order)}
        onClick={() => change({ order: { ...order, isDescending: !order.isDescending } })}
        icon={order.isDescending ? ArrowDownWideNarrow : ArrowUpNarrowWide}
      />
      <span role="status" className="ml-auto text-xs whitespace-nowrap text-ink-3 tabular-nums">
        {count === whole
          ? counted(whole, 'cell')
          : `${count.toLocaleString('en')} of ${counted(whole, 'cell')}`}
      </span>
    </div>
  );
}

function directionLabel({ by, isDescending }: CellOrder): string {
  if (by === null) return isDescending ? 'Last cell first' : 'First cell first';
  return isDescending ? 'Highest first' : 'Lowest first';
}

/** What cells can be grouped by: everything that they differ by; all repeats of the same settings are one group. */
function groupsOf({ dimensions, size }: Lines['grid']): { value: CellGroup; label: string }[] {
  return [
    { value: 'none', label: 'No grouping' },
    ...dimensions.flatMap(({ name, title }) =>
      name === 'repeat' ? [] : { value: name, label: `By ${title.toLowerCase()}` },
    ),
    ...(size.repeat > 1 ? [{ value: 'same' as const, label: 'By repeats' }] : []),
  ];
}

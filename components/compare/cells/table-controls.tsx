'use client';

import { ArrowDownNarrowWide, ArrowUpNarrowWide } from 'lucide-react';
import { SearchField } from '@/components/history/browse/search-field';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { Select } from '@/components/ui/select';
import { useChecks } from '@/lib/compare/client/verdicts';
import type { CellFilter, CellGroup } from '@/lib/compare/model/cell-lines';
import { checkLabel } from '@/lib/compare/model/checks';
import { type MeasureName, measureNames, measureSpec } from '@/lib/compare/model/measures';
import { counted } from '@/lib/platform/numbers/counted';
import { useCompareView } from '../view-state';
import type { Lines } from './use-lines';

/** What the table shows: which cells, in which groups, and in which order. */
export function TableControls({ grid, lines, count }: Pick<Lines, 'grid' | 'lines' | 'count'>) {
  const { filter, contains, order, group, change } = useCompareView();
  const checks = useChecks();
  const groups = groupsOf(grid);
  const whole = grid.cells.length;
  const groupKeys = lines.flatMap((line) => (line.kind === 'group' ? [line.key] : []));
  const isAnyOpen = lines.some((line) => line.kind === 'group' && line.isOpen);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-b px-3 py-1.5 max-wide:px-2">
      <Select
        size="sm"
        aria-label="Show"
        value={filter}
        onChange={(event) => change({ filter: event.currentTarget.value as CellFilter })}
        className="w-40"
      >
        <option value="all">All cells</option>
        <option value="differs">Only differences</option>
        {checks.length > 0 && <option value="fails">Fails a check</option>}
        {checks.map((check) => (
          <option key={check.id} value={`fails:${check.id}`}>
            Fails: {checkLabel(check)}
          </option>
        ))}
        <option value="failed">Not complete</option>
        <option value="unrun">Not run</option>
      </Select>
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
        onChange={(event) => change({ group: event.currentTarget.value as CellGroup, closed: [] })}
        className="w-36"
      >
        <option value="none">No groups</option>
        {groups.map(({ value, label }) => (
          <option key={value} value={value}>
            By {label}
          </option>
        ))}
      </Select>
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
        onChange={(event) =>
          change({ order: { ...order, by: (event.currentTarget.value || null) as MeasureName | null } })
        }
        className="w-40"
      >
        <option value="">In order</option>
        {measureNames(checks).map((name) => (
          <option key={name} value={name}>
            {measureSpec(name, checks).label}
          </option>
        ))}
      </Select>
      <IconButton
        size="sm"
        label={order.isDescending ? 'Highest first' : 'Lowest first'}
        onClick={() => change({ order: { ...order, isDescending: !order.isDescending } })}
      >
        {order.isDescending ? (
          <ArrowDownNarrowWide aria-hidden="true" />
        ) : (
          <ArrowUpNarrowWide aria-hidden="true" />
        )}
      </IconButton>
      <span role="status" className="ml-auto text-xs whitespace-nowrap text-ink-3 tabular-nums">
        {count === whole
          ? counted(whole, 'cell')
          : `${count.toLocaleString('en')} of ${counted(whole, 'cell')}`}
      </span>
    </div>
  );
}

/** What cells can be grouped by: everything that they differ by; all repeats of the same settings are one group. */
function groupsOf({ dimensions, size }: Lines['grid']): { value: CellGroup; label: string }[] {
  const found = dimensions.flatMap(({ name, title }): { value: CellGroup; label: string }[] =>
    name === 'repeat' ? [] : [{ value: name, label: title.toLowerCase() }],
  );
  return size.repeat > 1 ? [...found, { value: 'same', label: 'repeats' }] : found;
}

'use client';

import { Columns3, FileText, Flag, RotateCw, Square, SquarePen } from 'lucide-react';
import { Button, buttonStyle } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Menu, MenuItem } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import { Tooltip } from '@/components/ui/tooltip';
import { usePress } from '@/components/ui/use-press';
import { useCellRun, useCompareStore } from '@/lib/compare/client/compare-context';
import { useChangePlan, usePlanPart } from '@/lib/compare/client/plan-actions';
import { cellAt, gridSize, pointOf } from '@/lib/compare/model/plan-cells';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { useTakeSettings } from '../../take-settings';
import { useCellStatus } from '../grid/cell-status';
import type { GridPoint } from '../sweep-view';
import { useOpenAsColumns } from '../use-open-as-columns';
import { useSweepActions } from '../use-sweep-actions';

/** Actions on one cell, or on its row and column. */
export function CellActions({ point, cell }: { point: GridPoint; cell: string }) {
  const compareStore = useCompareStore();
  const run = useCellRun(cell);
  const { state } = useCellStatus(cell);
  const change = useChangePlan();
  const isReference = usePlanPart((plan) => plan.referenceId === cell);
  const { run: start } = useSweepActions();
  const take = useTakeSettings(cell);
  const busy = state === 'streaming' || state === 'waiting';
  const press = usePress(busy ? 'stop' : 'run', (meaning) =>
    meaning === 'run'
      ? start([cell])
      : compareStore.stop([cell]).catch((error: unknown) => toast(messageOf(error), { tone: 'bad' })),
  );
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-b px-4 py-2">
      <Tooltip content="Replaces the playground's prompt and settings">
        <Button size="sm" variant="primary" onClick={take}>
          <SquarePen aria-hidden="true" className="size-3.5" />
          Use these settings
        </Button>
      </Tooltip>
      <Button {...press} size="sm">
        {busy ? (
          <Square aria-hidden="true" className="size-3 fill-current" />
        ) : (
          <RotateCw aria-hidden="true" className="size-3.5" />
        )}
        {busy ? 'Stop' : run ? 'Run again' : 'Run'}
      </Button>
      <Button
        size="sm"
        aria-pressed={isReference}
        onClick={() => change((plan) => ({ ...plan, referenceId: isReference ? null : cell }))}
        className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
      >
        <Flag aria-hidden="true" className="size-3.5" />
        Reference
      </Button>
      <AsColumns point={point} cell={cell} />
      {run && (
        <Link href={`/history/${run.runId}`} className={buttonStyle('ghost', 'sm')}>
          <FileText aria-hidden="true" className="size-3.5" />
          Run details
        </Link>
      )}
    </div>
  );
}

/** Opens the row, the column or the repeats of a cell as columns. */
function AsColumns({ point, cell }: { point: GridPoint; cell: string }) {
  const open = useOpenAsColumns();
  const plan = usePlanPart((now) => now);
  const { rows, columns } = gridSize(plan.axes);
  const { repeats } = plan;
  const { input = 0, repeat = 0 } = pointOf(plan, cell) ?? {};
  return (
    <Menu
      label="Open in Columns"
      align="start"
      trigger={
        <Button size="sm">
          <Columns3 aria-hidden="true" className="size-3.5" />
          Open in Columns
        </Button>
      }
    >
      {columns > 1 && (
        <MenuItem
          onSelect={() =>
            open(numbersTo(columns).map((column) => cellAt(plan, { row: point.row, column, input, repeat })))
          }
        >
          This row
        </MenuItem>
      )}
      <MenuItem
        onSelect={() =>
          open(numbersTo(rows).map((row) => cellAt(plan, { row, column: point.column, input, repeat })))
        }
      >
        {columns > 1 ? 'This column' : 'All values'}
      </MenuItem>
      {repeats > 1 && (
        <MenuItem
          onSelect={() => open(numbersTo(repeats).map((at) => cellAt(plan, { ...point, input, repeat: at })))}
        >
          This cell's repeats
        </MenuItem>
      )}
    </Menu>
  );
}

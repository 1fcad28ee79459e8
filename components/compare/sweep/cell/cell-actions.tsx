'use client';

import { Columns3, FileText, Flag, RotateCw, Square, SquarePen } from 'lucide-react';
import { PromptToggleOfRun } from '@/components/runs/prompt-toggle';
import { Button, buttonStyle } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Menu, MenuItem } from '@/components/ui/menu';
import { Tooltip } from '@/components/ui/tooltip';
import { usePress } from '@/components/ui/use-press';
import { useCellRun } from '@/lib/compare/client/compare-context';
import { useChangePlan, usePlanPart } from '@/lib/compare/client/plan-actions';
import { type DimensionName, gridOf } from '@/lib/compare/model/cell-grid';
import { takesPrompt } from '@/lib/compare/model/plan-cells';
import { numbersTo } from '@/lib/platform/numbers/numbers-to';
import { useCompareActions } from '../../header/use-compare-actions';
import { useTakeSettings } from '../../take-settings';
import { useCellStatus } from '../grid/cell-status';
import { useOpenAsColumns } from '../use-chosen-cells';

/** Actions on one cell, or on its row and column. */
export function CellActions({ cell }: { cell: string }) {
  const run = useCellRun(cell);
  const { state } = useCellStatus(cell);
  const change = useChangePlan();
  const isReference = usePlanPart((plan) => plan.referenceId === cell);
  const { run: start, stop } = useCompareActions();
  const take = useTakeSettings(cell);
  const withPrompt = usePlanPart(takesPrompt);
  const busy = state === 'streaming' || state === 'waiting';
  const press = usePress(busy ? 'stop' : 'run', (meaning) =>
    meaning === 'run' ? start([cell]) : stop([cell]),
  );
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-1.5 border-b px-4 py-2">
      {/* Above: below it would cover the first line of the text. */}
      <Tooltip
        side="top"
        content={
          withPrompt
            ? "Replaces the playground's prompt and settings"
            : "Replaces the playground's model and settings. Keeps your prompt."
        }
      >
        <Button size="sm" variant="primary" onClick={take} icon={SquarePen}>
          {withPrompt ? 'Use prompt and settings' : 'Use these settings'}
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
        icon={Flag}
      >
        Reference
      </Button>
      <AsColumns cell={cell} />
      <PromptToggleOfRun store={run?.store ?? null} />
      {run && (
        <Link href={`/history/${run.runId}`} className={buttonStyle('ghost', 'sm')}>
          <FileText aria-hidden="true" className="size-3.5" />
          Run details
        </Link>
      )}
    </div>
  );
}

/** Opens cells beside this one as columns: all that differ from it in one thing. */
function AsColumns({ cell }: { cell: string }) {
  const open = useOpenAsColumns();
  const { place, at, size } = usePlanPart(gridOf);
  const point = place(cell);
  if (point === null) return null;
  const along = (name: DimensionName) =>
    open(numbersTo(size[name]).flatMap((index) => at({ ...point, [name]: index }) ?? []));
  return (
    <Menu
      label="Open in Columns"
      align="start"
      trigger={
        <Button size="sm" icon={Columns3}>
          Open in Columns
        </Button>
      }
    >
      {size.column > 1 && <MenuItem onSelect={() => along('column')}>This row</MenuItem>}
      <MenuItem onSelect={() => along('row')}>{size.column > 1 ? 'This column' : 'All values'}</MenuItem>
      {size.repeat > 1 && <MenuItem onSelect={() => along('repeat')}>This cell's repeats</MenuItem>}
    </Menu>
  );
}

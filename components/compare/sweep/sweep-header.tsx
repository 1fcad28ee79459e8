'use client';

import { FastForward, PanelLeft } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { usePress } from '@/components/ui/use-press';
import { useCompareStore, useSession } from '@/lib/compare/client/compare-context';
import { useIsUnderWay } from '@/lib/compare/client/comparison-actions';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { cellsOf } from '@/lib/compare/model/plan-cells';
import { ExportButton } from '../export/export-button';
import { CompareMenu } from '../header/compare-menu';
import { ModeSwitch } from '../header/mode-switch';
import { RunAllButton } from '../header/run-all-button';
import { ShareComparison } from '../header/share-comparison';
import { TitleField } from '../header/title-field';
import { TotalCost } from '../header/total-cost';
import { JudgeButton } from '../judging/judge-button';
import { useSweepView } from './sweep-view';
import { useChosenCells } from './use-chosen-cells';
import { remainingCells, useSweepActions } from './use-sweep-actions';

/** The sweep's title, and actions on all of it. */
export function SweepHeader() {
  const { composer, change } = useSweepView();
  const chosen = useChosenCells();
  return (
    // As in columns, nothing moves the button that runs everything.
    <header className="flex shrink-0 items-start gap-x-2 gap-y-1.5 border-b px-3 py-1.5 max-wide:flex-wrap">
      <div className="contents min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1.5 wide:flex">
        <ModeSwitch />
        <IconButton
          label={composer ? 'Hide setup' : 'Show setup'}
          word="Setup"
          aria-expanded={composer}
          onClick={() => change({ composer: !composer })}
        >
          <PanelLeft aria-hidden="true" />
        </IconButton>
        <TitleField className="min-w-32 flex-1 basis-36 max-wide:order-2 wide:max-w-96 wide:basis-48" />
        <span className="mr-auto max-wide:hidden" />
        <span className="flex items-center gap-x-1 max-wide:order-3">
          <JudgeButton chosen={chosen} />
          <ExportButton />
          <ShareComparison />
          <CompareMenu chosen={chosen} />
        </span>
        <TotalCost className="max-wide:order-5" />
        <RunRemaining className="max-wide:order-4" />
      </div>
      <RunSweep className="max-wide:hidden" />
    </header>
  );
}

/** On a narrow screen: runs everything, where columns do. */
export function SweepBar() {
  return (
    <div
      data-below-toasts=""
      className="flex shrink-0 justify-end border-t bg-surface px-2 py-1 pb-[max(4px,env(safe-area-inset-bottom))] wide:hidden"
    >
      <RunSweep />
    </div>
  );
}

/** How many cells the plan has, and how many of them have no complete run. */
function useCellCounts(): { whole: number; rest: number } {
  const compareStore = useCompareStore();
  const plan = usePlanPart((now) => now);
  // Counted again whenever a run begins or ends.
  useSession(({ queue }) => queue);
  return { whole: cellsOf(plan).length, rest: remainingCells(compareStore).length };
}

/** Runs the cells that are left, when only some are. */
function RunRemaining({ className }: { className: string }) {
  const { runRemaining } = useSweepActions();
  const underWay = useIsUnderWay();
  const { starting } = useSweepView();
  const { whole, rest } = useCellCounts();
  const press = usePress('remaining', runRemaining);
  if (underWay || rest === 0 || rest === whole) return null;
  return (
    <Button {...press} loading={starting} className={cx(press.className, className)}>
      <FastForward aria-hidden="true" className="size-3.5" />
      Run remaining ({rest})
    </Button>
  );
}

/** Runs the whole grid, or stops it. */
function RunSweep({ className }: { className?: string }) {
  const { runAll, stopAll } = useSweepActions();
  const underWay = useIsUnderWay();
  const { starting } = useSweepView();
  return (
    <RunAllButton
      underWay={underWay}
      starting={starting}
      again={false}
      tooltip="Run every cell"
      onRun={runAll}
      onStop={stopAll}
      className={className}
    />
  );
}

'use client';

import { FastForward, PanelLeft, Play, Square } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { Kbd } from '@/components/ui/kbd';
import { Tooltip } from '@/components/ui/tooltip';
import { usePress } from '@/components/ui/use-press';
import { useCompareStore, useSession } from '@/lib/compare/client/compare-context';
import { useIsUnderWay } from '@/lib/compare/client/comparison-actions';
import { useSweepPlan } from '@/lib/compare/client/sweep-plan';
import { cellsOf } from '@/lib/compare/model/plan';
import { ExportButton } from '../export/export-button';
import { CompareMenu } from '../header/compare-menu';
import { ModeSwitch } from '../header/mode-switch';
import { ShareComparison } from '../header/share-comparison';
import { TitleField } from '../header/title-field';
import { JudgeButton } from '../judging/judge-button';
import { useSweepView } from './sweep-view';
import { useChosenCells } from './use-chosen-cells';
import { remainingCells, useSweepActions } from './use-sweep-actions';

/** The sweep's title, and actions on all of it. */
export function SweepHeader() {
  const { composer, change } = useSweepView();
  const chosen = useChosenCells();
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1.5 border-b px-3 py-1.5">
      <IconButton
        label={composer ? 'Hide setup' : 'Show setup'}
        aria-expanded={composer}
        onClick={() => change({ composer: !composer })}
      >
        <PanelLeft aria-hidden="true" />
      </IconButton>
      <ModeSwitch />
      <TitleField className="min-w-32 flex-1 basis-48 max-wide:order-2 max-wide:basis-36 wide:max-w-96" />
      <span className="mr-auto max-wide:hidden" />
      <span className="flex items-center gap-x-1 max-wide:order-3">
        <JudgeButton chosen={chosen} />
        <ExportButton />
        <ShareComparison />
        <CompareMenu />
      </span>
      <span className="flex flex-wrap items-center justify-end gap-2 max-wide:order-1 max-wide:ml-auto">
        <RunSweep />
      </span>
    </header>
  );
}

/** Runs the whole grid, or its remaining cells; while runs are under way, stops them. */
function RunSweep() {
  const compareStore = useCompareStore();
  const { runAll, runRemaining, stopAll } = useSweepActions();
  const underWay = useIsUnderWay();
  const plan = useSweepPlan((now) => now);
  // Counted again whenever a run begins or ends.
  useSession(({ queue }) => queue);
  const { starting } = useSweepView();
  const whole = cellsOf(plan).length;
  const remaining = underWay ? whole : remainingCells(compareStore).length;
  const pressRemaining = usePress('remaining', runRemaining);
  const press = usePress(underWay ? 'stop' : 'run', (meaning) => (meaning === 'stop' ? stopAll() : runAll()));
  const keys = underWay ? 'escape' : 'mod+enter';
  const isBusy = starting && !underWay;
  const Icon = underWay ? Square : Play;
  return (
    <>
      {!underWay && remaining > 0 && remaining < whole && (
        <Button {...pressRemaining} loading={starting}>
          <FastForward aria-hidden="true" className="size-3.5" />
          Run remaining ({remaining})
        </Button>
      )}
      <Tooltip content={underWay ? 'Stop all' : 'Run every cell'} shortcut={keys}>
        <Button
          {...press}
          variant={underWay ? 'secondary' : 'primary'}
          loading={isBusy}
          aria-keyshortcuts={underWay ? 'Escape' : 'Control+Enter Meta+Enter'}
          className={cx('min-w-26', !underWay && '[&_kbd]:text-accent-ink/85', press.className)}
        >
          {!isBusy && <Icon aria-hidden="true" className="size-3 fill-current" />}
          {underWay ? 'Stop all' : 'Run all'}
          <Kbd keys={keys} className="max-wide:hidden" />
        </Button>
      </Tooltip>
    </>
  );
}

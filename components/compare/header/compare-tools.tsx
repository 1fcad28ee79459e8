'use client';

import { ListTree, PanelLeft } from 'lucide-react';
import { buttonStyle } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { Link } from '@/components/ui/link';
import { Tooltip } from '@/components/ui/tooltip';
import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { kindOf } from '@/lib/compare/model/plan-cells';
import { AddColumn } from '../columns/header/add-column';
import { ExportButton } from '../export/export-button';
import { JudgeButton } from '../judging/judge-button';
import { useCompareView } from '../view-state';
import { ShareComparison } from './compare-slots';
import { ModeSwitch } from './mode-switch';
import { RunRemaining } from './run-all';
import { TotalCost } from './total-cost';

/** What is compared by, and the setup of a sweep. */
export function CompareModes() {
  const { composer, change } = useCompareView();
  const isGrid = usePlanPart((plan) => kindOf(plan) === 'sweep');
  return (
    <>
      <ModeSwitch />
      {isGrid && (
        <IconButton
          label={composer ? 'Hide setup' : 'Show setup'}
          word="Setup"
          aria-expanded={composer}
          onClick={() => change({ composer: !composer })}
          icon={PanelLeft}
        />
      )}
    </>
  );
}

/** Actions on the whole comparison. */
export function CompareActions() {
  const isGrid = usePlanPart((plan) => kindOf(plan) === 'sweep');
  return (
    <>
      {!isGrid && <AddColumn />}
      <JudgeButton />
      <ExportButton />
      <ShareComparison />
      <Tooltip content="Saved comparisons">
        <Link
          href="/history/comparisons"
          aria-label="Saved comparisons"
          // On a phone the menu has them.
          className={cx(buttonStyle('ghost'), 'px-2 phone:hidden')}
        >
          <ListTree aria-hidden="true" className="size-4" />
          <span className="max-wide:not-pointer-coarse:hidden">Comparisons</span>
        </Link>
      </Tooltip>
    </>
  );
}

/** What all runs cost, and what is left to run. */
export function CompareTotals() {
  return (
    <>
      <TotalCost className="max-wide:order-last" />
      {/* In a wide window it is beside the progress, where it pushes nothing aside. */}
      <RunRemaining className="order-last wide:hidden" />
    </>
  );
}

/** All of them in a line of their own, for a phone: there the title has the first. */
export function CompareTools({ className }: { className?: string }) {
  return (
    <div className={cx('flex min-w-0 flex-wrap items-center gap-x-1 gap-y-1.5', className)}>
      <CompareModes />
      <span className="mr-auto" />
      <CompareActions />
      <CompareTotals />
    </div>
  );
}

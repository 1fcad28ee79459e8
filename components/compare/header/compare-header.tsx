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
import { CompareMenu } from './compare-menu';
import { ShareComparison } from './compare-slots';
import { ModeSwitch } from './mode-switch';
import { RunAll, RunRemaining } from './run-all';
import { TitleField } from './title-field';
import { TotalCost } from './total-cost';

/** The comparison's title, and actions on all of it. */
export function CompareHeader() {
  const { composer, change } = useCompareView();
  const isGrid = usePlanPart((plan) => kindOf(plan) === 'sweep');
  return (
    // Run all has its own position, and no other control can move it.
    <header className="flex shrink-0 items-start gap-x-2 border-b px-3 py-1.5 max-wide:px-2">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-1 gap-y-1.5 wide:gap-x-2">
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
        <TitleField className="min-w-32 flex-1 basis-36 max-wide:pl-1 wide:max-w-96 wide:basis-48" />
        <span className="mr-auto max-wide:hidden" />
        {!isGrid && <AddColumn />}
        <JudgeButton />
        <ExportButton />
        <ShareComparison />
        <Tooltip content="Saved comparisons">
          <Link
            href="/history/comparisons"
            aria-label="Saved comparisons"
            className={cx(buttonStyle('ghost'), 'px-2')}
          >
            <ListTree aria-hidden="true" className="size-4" />
            <span className="max-wide:not-pointer-coarse:hidden">Comparisons</span>
          </Link>
        </Tooltip>
        <CompareMenu />
        <TotalCost className="max-wide:order-last" />
        {/* In a wide window it is beside the progress, where it pushes nothing aside. */}
        <RunRemaining className="order-last wide:hidden" />
      </div>
      <RunAll className="max-wide:hidden" />
    </header>
  );
}

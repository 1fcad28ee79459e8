'use client';

import { usePlanPart } from '@/lib/compare/client/plan-actions';
import { kindOf } from '@/lib/compare/model/plan-cells';
import { PHONE, useMedia } from '@/lib/platform/client/use-media';
import { CompareMenu } from './compare-menu';
import { CompareActions, CompareModes, CompareTools, CompareTotals } from './compare-tools';
import { RunAll } from './run-all';
import { TitleField } from './title-field';

/** The comparison's title, and actions on all of it. */
export function CompareHeader() {
  const isGrid = usePlanPart((plan) => kindOf(plan) === 'sweep');
  const isPhone = useMedia(PHONE, false);
  return (
    // Run all has its own position, and no other control can move it.
    <header className="flex shrink-0 items-start gap-x-2 border-b px-3 py-1.5 max-wide:px-2 phone:py-0.5">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-1 gap-y-1.5 wide:gap-x-2">
        {!isPhone && <CompareModes />}
        <TitleField className="min-w-32 flex-1 basis-36 max-wide:pl-1 wide:max-w-96 wide:basis-48" />
        <span className="mr-auto max-wide:hidden" />
        {!isPhone && <CompareActions />}
        <CompareMenu />
        {!isPhone && <CompareTotals />}
        {/* Columns have them at the top of what is scrolled. */}
        {isPhone && isGrid && <CompareTools className="basis-full" />}
      </div>
      <RunAll className="max-wide:hidden" />
    </header>
  );
}

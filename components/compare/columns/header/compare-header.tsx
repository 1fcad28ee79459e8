'use client';

import { MoveVertical } from 'lucide-react';
import { IconButton } from '@/components/ui/icon-button';
import { useVariants } from '@/lib/compare/client/plan-actions';
import { ExportButton } from '../../export/export-button';
import { CompareMenu } from '../../header/compare-menu';
import { ModeSwitch } from '../../header/mode-switch';
import { ShareComparison } from '../../header/share-comparison';
import { TitleField } from '../../header/title-field';
import { TotalCost } from '../../header/total-cost';
import { JudgeButton } from '../../judging/judge-button';
import { useCompareView } from '../view-state';
import { AddColumn } from './add-column';
import { DifferenceControls } from './difference-controls';
import { RunAll, RunProgress } from './run-all';

/** The comparison's title, its view controls, and actions on all of it. */
export function CompareHeader() {
  const { scrollTogether, change } = useCompareView();
  const several = useVariants((columns) => columns.length > 1);
  return (
    // The button has its own position, and no other control can move it.
    <header className="flex shrink-0 items-start gap-x-2 border-b px-3 py-1.5 max-wide:px-2">
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-1 gap-y-1.5 wide:justify-end wide:gap-x-2">
        <ModeSwitch />
        <TitleField className="min-w-32 flex-1 basis-48 max-wide:pl-1 wide:min-w-24 wide:max-w-96 wide:basis-0" />
        {/* Beside the title, which gives it space: no button moves when runs start and end. */}
        <RunProgress className="max-wide:hidden" />
        <span className="mr-auto max-wide:hidden" />
        {several && (
          <>
            <DifferenceControls />
            <IconButton
              label="Scroll together"
              word="Scroll together"
              wordFrom="window"
              pressed={scrollTogether}
              onClick={() => change({ scrollTogether: !scrollTogether })}
              className="max-wide:hidden"
            >
              <MoveVertical aria-hidden="true" />
            </IconButton>
          </>
        )}
        <AddColumn />
        <JudgeButton />
        <ExportButton />
        <ShareComparison />
        <CompareMenu />
        <TotalCost className="max-wide:order-last" />
      </div>
      <RunAll className="max-wide:hidden" />
    </header>
  );
}

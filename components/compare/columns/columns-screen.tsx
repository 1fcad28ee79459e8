'use client';

import { useVariants } from '@/lib/compare/client/plan-actions';
import '../table/table.css';
import '@/components/runs/output.css';
import { type CSSProperties, useRef } from 'react';
import { ConflictNotice } from '../header/conflict-notice';
import { ProgressAnnouncer } from '../header/progress-announcer';
import { useCompareActions } from '../header/use-compare-actions';
import { TABLE } from '../table/table-roles';
import { ComparisonProvider } from './comparison-results';
import { CompareHeader } from './header/compare-header';
import { ColumnHeads } from './heads/column-heads';
import { ColumnPanes } from './panes/column-panes';
import { ColumnSwipe } from './panes/column-swipe';
import { MeasureRows } from './settings/measure-rows';
import { SettingRows } from './settings/setting-rows';
import { SharedPrompt } from './shared-prompt';
import { CompareViewProvider } from './view-state';

/** Settings side by side: the shared prompt, the differences, and the outputs. */
export function ColumnsScreen() {
  const count = useVariants((columns) => columns.length);
  const scroller = useRef<HTMLDivElement>(null);
  return (
    <CompareViewProvider>
      <ComparisonProvider>
        <main id="main" tabIndex={-1} className="flex fills-window flex-col outline-none">
          <h1 className="sr-only">Compare</h1>
          <CompareHeader />
          <ConflictNotice />
          <div ref={scroller} className="compare-scroll min-h-0 flex-1">
            <div className="compare-body" style={{ '--columns': count } as CSSProperties}>
              <SharedPrompt />
              <table {...TABLE} className="contents">
                <ColumnHeads />
                <SettingRows />
                <MeasureRows />
              </table>
              <ColumnPanes />
            </div>
          </div>
          <ColumnSwipe scroller={scroller} />
          <ProgressAnnouncer noun="column" actions={useCompareActions()} />
        </main>
      </ComparisonProvider>
    </CompareViewProvider>
  );
}

'use client';

import '../table/table.css';
import type { CSSProperties, RefObject } from 'react';
import { useVariants } from '@/lib/compare/client/plan-actions';
import { TABLE } from '../table/table-roles';
import { ComparisonProvider } from './comparison-results';
import { DifferenceControls } from './header/difference-controls';
import { ColumnHeads } from './heads/column-heads';
import { ColumnPanes } from './panes/column-panes';
import { MeasureRows } from './settings/measure-rows';
import { SettingRows } from './settings/setting-rows';
import { SharedPrompt } from './shared-prompt';

/** Variants side by side: the shared prompt, the differences, and the outputs. */
export function ColumnsView({ scroller }: { scroller: RefObject<HTMLDivElement | null> }) {
  const count = useVariants((columns) => columns.length);
  return (
    <ComparisonProvider>
      {count > 1 && <DifferenceControls />}
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
    </ComparisonProvider>
  );
}

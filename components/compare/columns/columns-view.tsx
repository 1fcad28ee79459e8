'use client';

import '../table/table.css';
import { type CSSProperties, type RefObject, useRef } from 'react';
import { useVariants } from '@/lib/compare/client/plan-actions';
import { PHONE, useMedia } from '@/lib/platform/client/use-media';
import { TABLE } from '../grid/grid-roles';
import { CompareTools } from '../header/compare-tools';
import { ComparisonProvider } from './comparison-results';
import { DifferenceControls } from './header/difference-controls';
import { ColumnHeads } from './heads/column-heads';
import { ColumnPane } from './panes/column-pane';
import { OutputLabel } from './panes/output-label';
import { useScrollTogether } from './panes/use-scroll-together';
import { MeasureRows } from './settings/measure-rows';
import { SettingRows } from './settings/setting-rows';
import { SharedPrompt } from './shared-prompt';

/** Variants side by side: the shared prompt, the differences, and the outputs. */
export function ColumnsView({ scroller }: { scroller: RefObject<HTMLDivElement | null> }) {
  const columns = useVariants((columns) => columns);
  const count = columns.length;
  const isPhone = useMedia(PHONE, false);
  const panes = useRef<HTMLDivElement>(null);
  useScrollTogether(panes);
  return (
    <ComparisonProvider>
      {!isPhone && count > 1 && <DifferenceControls />}
      <div ref={scroller} data-swipes="" className="compare-scroll min-h-0 flex-1">
        <div className="compare-body" style={{ '--columns': count } as CSSProperties}>
          {/* On a phone they scroll away: the texts have the height. */}
          {isPhone && (
            <div className="compare-wide shrink-0">
              <CompareTools className="border-b px-2 py-0.5" />
              {count > 1 && <DifferenceControls />}
            </div>
          )}
          <SharedPrompt />
          <table {...TABLE} aria-label="Settings and measures" className="contents">
            <ColumnHeads />
            <SettingRows />
            <MeasureRows />
          </table>
          <div ref={panes} className="compare-grid compare-panes">
            <OutputLabel />
            {columns.map(({ id }, at) => (
              <ColumnPane key={id} id={id} at={at} />
            ))}
          </div>
        </div>
      </div>
    </ComparisonProvider>
  );
}

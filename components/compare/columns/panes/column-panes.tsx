'use client';

import { useRef } from 'react';
import { useVariants } from '@/lib/compare/client/plan-actions';
import { ColumnPane } from './column-pane';
import { OutputLabel } from './output-label';
import { PaneTextsProvider } from './pane-texts';
import { useScrollTogether } from './use-scroll-together';

/** The outputs, each under the head of its column. */
export function ColumnPanes() {
  const columns = useVariants((columns) => columns);
  const panes = useRef<HTMLDivElement>(null);
  useScrollTogether(panes);
  return (
    <PaneTextsProvider>
      <div ref={panes} className="compare-grid compare-panes">
        <OutputLabel />
        {columns.map((column, at) => (
          <ColumnPane key={column.id} id={column.id} at={at} />
        ))}
      </div>
    </PaneTextsProvider>
  );
}

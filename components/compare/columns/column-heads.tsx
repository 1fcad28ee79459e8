'use client';

import { useState } from 'react';
import { useColumnsPlan } from '@/lib/client/compare/plan-actions';
import { ColumnHead } from './column-head';

/** The heads of all columns; they stay in sight. */
export function ColumnHeads() {
  const columns = useColumnsPlan((plan) => plan.columns);
  /** Where a dragged column would go. */
  const [target, setTarget] = useState<{ from: number; to: number } | null>(null);
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of the table of the screen.
    <div role="rowgroup" className="sticky top-0 z-20 shrink-0 border-b bg-bg">
      {/* biome-ignore lint/a11y/useSemanticElements: part of the table of the screen. */}
      <div role="row" className="compare-grid" tabIndex={-1}>
        {/* biome-ignore lint/a11y/useSemanticElements: part of the table of the screen. */}
        <span role="columnheader" tabIndex={-1} className="compare-label border-r">
          <span className="sr-only">Setting</span>
        </span>
        {columns.map((column, at) => (
          <ColumnHead
            key={column.id}
            id={column.id}
            at={at}
            count={columns.length}
            dropsBefore={isTarget(target, at, 'before')}
            dropsAfter={isTarget(target, at, 'after')}
            onDrag={(to) => setTarget(to === null ? null : { from: at, to })}
          />
        ))}
      </div>
    </div>
  );
}

/** On which side of a head the line is drawn that says where the dragged one would go. */
function isTarget(
  target: { from: number; to: number } | null,
  at: number,
  side: 'before' | 'after',
): boolean {
  if (!target || target.from === target.to || at !== target.to) return false;
  return side === (target.to < target.from ? 'before' : 'after');
}

'use client';

import { useState } from 'react';
import { useColumnsPlan } from '@/lib/compare/client/plan-actions';
import { COLUMN_HEADER, ROW, ROW_GROUP } from '../table/table-roles';
import { ColumnHead } from './column-head';

/** The heads of all columns; they stay in sight. */
export function ColumnHeads() {
  const columns = useColumnsPlan((plan) => plan.columns);
  /** Where a dragged column would go. */
  const [target, setTarget] = useState<{ from: number; to: number } | null>(null);
  return (
    <div {...ROW_GROUP} className="sticky top-0 z-20 shrink-0 border-b bg-bg">
      <div {...ROW} className="compare-grid">
        <span {...COLUMN_HEADER} className="compare-label border-r">
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

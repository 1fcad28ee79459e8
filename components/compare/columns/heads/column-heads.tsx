'use client';

import { useState } from 'react';
import { useColumnsPlan } from '@/lib/compare/client/plan-actions';
import { HeadRow } from '../../table/table-parts';
import { ColumnHead } from './column-head';

/** The heads of all columns. */
export function ColumnHeads() {
  const columns = useColumnsPlan((plan) => plan.columns);
  /** Where a dragged column would go. */
  const [target, setTarget] = useState<{ from: number; to: number } | null>(null);
  return (
    <HeadRow>
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
    </HeadRow>
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

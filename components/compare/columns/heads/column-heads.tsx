'use client';

import { useState } from 'react';
import { useVariants } from '@/lib/compare/client/plan-actions';
import { HeadRow } from '../../table/table-parts';
import { ColumnHead } from './column-head';

export function ColumnHeads() {
  const columns = useVariants((columns) => columns);
  /** The slot that a dragged column would move to. */
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

/** The side of a head that shows the drop line. */
function isTarget(
  target: { from: number; to: number } | null,
  at: number,
  side: 'before' | 'after',
): boolean {
  if (!target || target.from === target.to || at !== target.to) return false;
  return side === (target.to < target.from ? 'before' : 'after');
}

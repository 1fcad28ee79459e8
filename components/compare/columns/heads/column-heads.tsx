'use client';

import { useState } from 'react';
import { useVariants } from '@/lib/compare/client/plan-actions';
import { HeadRow } from '../../table/table-parts';
import { useDistinguishingValues } from '../use-distinguishing-values';
import { ColumnHead } from './column-head';
import type { ColumnDrag } from './use-column-grip';

export function ColumnHeads() {
  const columns = useVariants((columns) => columns);
  const values = useDistinguishingValues();
  const [drag, setDrag] = useState<ColumnDrag | null>(null);
  return (
    <HeadRow>
      {columns.map(({ id }, at) => (
        <ColumnHead
          key={id}
          id={id}
          at={at}
          value={values[at] ?? null}
          count={columns.length}
          drag={drag}
          onDrag={setDrag}
        />
      ))}
    </HeadRow>
  );
}

'use client';

import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { LazyMenu } from '@/components/shell/lazy-menu';
import { Button } from '@/components/ui/button';
import { useColumnsPlan } from '@/lib/compare/client/plan-actions';
import { MOST_COLUMNS } from '@/lib/compare/model/plan';
import { AddColumnContext } from './add-column-context';

const loadLayer = async () => (await import('./add-column-layer')).AddColumnLayer;
const RunPicker = lazy(async () => ({ default: (await import('./run-picker')).RunPicker }));

/** Another column: a copy, what the playground has, a preset, or a run of the history. */
export function AddColumn() {
  const full = useColumnsPlan(({ columns }) => columns.length >= MOST_COLUMNS);
  const [picking, setPicking] = useState(false);
  return (
    <AddColumnContext value={{ onPickRun: () => setPicking(true) }}>
      <LazyMenu
        load={loadLayer}
        button={(more) => (
          <Button
            {...more}
            variant="ghost"
            disabled={full}
            aria-label="Add a column"
            title={full ? `At most ${MOST_COLUMNS} columns` : undefined}
            className="px-2"
          >
            <Plus aria-hidden="true" className="size-4" />
            <span className="max-wide:hidden">Column</span>
          </Button>
        )}
      />
      {picking && (
        <Suspense fallback={null}>
          <RunPicker onClose={() => setPicking(false)} />
        </Suspense>
      )}
    </AddColumnContext>
  );
}

'use client';

import { ChevronDown, Plus } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import { useVariants } from '@/lib/compare/client/plan-actions';
import { MAX_COLUMNS } from '@/lib/compare/model/plan';

const load = async () => (await import('./add-column-items')).AddColumnItems;

/** Adds a column: a copy, the playground's draft, a preset, or a run of the history. */
export function AddColumn() {
  const full = useVariants((columns) => columns.length >= MAX_COLUMNS);
  return (
    <LazyMenu
      load={load}
      menuProps={{}}
      button={(more) => (
        <Button
          {...more}
          variant="ghost"
          disabled={full}
          aria-label="Add column"
          title={full ? `Up to ${MAX_COLUMNS} columns` : undefined}
          className="px-2"
        >
          <Plus aria-hidden="true" className="size-4" />
          <span className="max-wide:not-pointer-coarse:hidden">Column</span>
          <ChevronDown aria-hidden="true" className="size-3 text-ink-3" />
        </Button>
      )}
    />
  );
}

'use client';

import { Upload } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { deleteWithUndo, SavedList, useListQuery } from '@/components/history/saved-list';
import { Button } from '@/components/ui/button';
import { useComparisons, useDeleteComparison } from '@/lib/compare/client/comparison-list';
import type { ComparisonSummary } from '@/lib/compare/model/comparisons';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import { ComparisonLine } from './comparison-line';

const LinksQuestion = lazy(async () => ({
  default: (await import('@/components/history/links-question')).LinksQuestion,
}));

const ImportDialog = lazy(async () => ({
  default: (await import('./import-comparison-dialog')).ImportComparisonDialog,
}));

/** Saved comparisons, each with all of its runs. */
export function ComparisonsScreen() {
  const { comparisons, ...pages } = useComparisons(useListQuery());
  const { remove, restore } = useDeleteComparison();
  const [requested, setRequested] = useState<ComparisonSummary | null>(null);
  const [importing, setImporting] = useState(false);
  const discard = (id: string, links: LinksOfDeleted) => {
    setRequested(null);
    deleteWithUndo(
      'Comparison and its runs deleted.',
      () => remove(id, links),
      () => restore(id),
    );
  };

  return (
    <SavedList
      title="Comparisons"
      tab="/history/comparisons"
      searchLabel="Search titles and prompts"
      create={{ href: '/compare?new=1', label: 'New comparison' }}
      actions={
        <Button onClick={() => setImporting(true)}>
          <Upload aria-hidden="true" className="size-3.5 max-wide:hidden" /> Import…
        </Button>
      }
      empty="Comparisons you run are saved here with their runs."
      emptyLink={{ href: '/compare', label: 'Compare settings' }}
      items={comparisons}
      pages={pages}
      line={(comparison, query) => (
        <ComparisonLine
          key={comparison.id}
          comparison={comparison}
          query={query}
          onDelete={() => (comparison.links > 0 ? setRequested(comparison) : discard(comparison.id, 'keep'))}
        />
      )}
    >
      <Suspense fallback={null}>
        {importing && <ImportDialog onClose={() => setImporting(false)} />}
        {requested && (
          <LinksQuestion
            count={1}
            noun="comparison"
            links={requested.links}
            onAnswer={(links) => discard(requested.id, links)}
            onClose={() => setRequested(null)}
          />
        )}
      </Suspense>
    </SavedList>
  );
}

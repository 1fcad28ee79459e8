'use client';

import { lazy, Suspense, useState } from 'react';
import { deleteWithUndo, SavedList, useListQuery } from '@/components/history/saved-list';
import { useComparisons, useDeleteComparison } from '@/lib/compare/client/comparison-list';
import type { ComparisonSummary } from '@/lib/compare/model/comparisons';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import { ComparisonLine } from './comparison-line';

const LinksQuestion = lazy(async () => ({
  default: (await import('@/components/history/links-question')).LinksQuestion,
}));

/** Saved comparisons, each with all of its runs. */
export function ComparisonsScreen() {
  const { comparisons, ...pages } = useComparisons(useListQuery());
  const { remove, restore } = useDeleteComparison();
  const [requested, setRequested] = useState<ComparisonSummary | null>(null);
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

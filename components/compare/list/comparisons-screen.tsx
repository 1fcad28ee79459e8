'use client';

import { useSearchParams } from 'next/navigation';
import { lazy, Suspense, useState } from 'react';
import { SearchField } from '@/components/history/browse/search-field';
import { HistorySkeleton } from '@/components/history/history-skeleton';
import { HistoryTabs } from '@/components/history/history-tabs';
import { Button, buttonStyle } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { toast } from '@/components/ui/toast';
import { useComparisons, useDeleteComparison } from '@/lib/compare/client/comparison-list';
import type { ComparisonSummary } from '@/lib/compare/model/comparisons';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { ComparisonLine } from './comparison-line';

const LinksQuestion = lazy(async () => ({
  default: (await import('@/components/history/links-question')).LinksQuestion,
}));

/** How long the page offers to undo a deletion. */
const UNDO_MS = 10_000;

/** Saved comparisons, each with all of its runs. */
export function ComparisonsScreen() {
  const q = useSearchParams().get('q') ?? '';
  const list = useComparisons(q);
  const { remove, restore } = useDeleteComparison();

  const search = (text: string) => {
    const query = text === '' ? '' : `?${new URLSearchParams({ q: text })}`;
    window.history.replaceState(null, '', `${location.pathname}${query}`);
  };
  const fail = (error: unknown) => toast(messageOf(error), { tone: 'bad' });
  const [requested, setRequested] = useState<ComparisonSummary | null>(null);
  const discard = (id: string, links: LinksOfDeleted) => {
    setRequested(null);
    remove(id, links).then(
      () =>
        toast('Comparison and its runs deleted.', {
          duration: UNDO_MS,
          action: { label: 'Undo', onClick: () => void restore(id).catch(fail) },
        }),
      fail,
    );
  };

  return (
    <main id="main" tabIndex={-1} className="flex fills-window flex-col outline-none">
      <h1 className="sr-only">Comparisons</h1>
      <HistoryTabs here="/history/comparisons" />
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-3">
        <SearchField
          value={q}
          onChange={search}
          busy={list.isPrevious}
          label="Search titles and prompts"
          placeholder="Search titles and prompts"
          shortcut={null}
          className="min-w-52 flex-1 wide:max-w-[560px]"
        />
        <Link href="/compare?new=1" prefetch={false} className={buttonStyle('secondary')}>
          New comparison
        </Link>
      </div>
      {list.isLoading ? (
        <HistorySkeleton />
      ) : list.error ? (
        <EmptyState action={<Button onClick={() => void list.retry()}>Try again</Button>}>
          {list.error.message}
        </EmptyState>
      ) : list.comparisons.length === 0 ? (
        q === '' ? (
          <EmptyState
            action={
              <Link href="/compare" className={buttonStyle()}>
                Compare settings
              </Link>
            }
          >
            Comparisons you run are saved here with their runs.
          </EmptyState>
        ) : (
          <EmptyState action={<Button onClick={() => search('')}>Clear search</Button>}>
            No comparisons match.
          </EmptyState>
        )
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <ul>
            {list.comparisons.map((comparison) => (
              <ComparisonLine
                key={comparison.id}
                comparison={comparison}
                query={q}
                onDelete={() =>
                  comparison.links > 0 ? setRequested(comparison) : discard(comparison.id, 'keep')
                }
              />
            ))}
          </ul>
          {list.hasMore && (
            <div className="flex justify-center py-3">
              <Button size="sm" loading={list.isLoadingMore} onClick={() => void list.loadMore()}>
                Older comparisons
              </Button>
            </div>
          )}
        </div>
      )}
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
      <p role="status" className="sr-only">
        {q !== '' && !list.isPrevious && !list.isLoading
          ? `${list.comparisons.length}${list.hasMore ? ' or more' : ''} found`
          : ''}
      </p>
    </main>
  );
}

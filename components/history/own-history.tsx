'use client';

import { type ComponentType, lazy, type ReactNode, Suspense, useMemo, useRef } from 'react';
import { useStore } from 'zustand';
import { toastError } from '@/components/runs/toast-error';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast';
import { filterQuery } from '@/lib/history/client/filter-query';
import { useDeleteRun, useHistory } from '@/lib/history/client/history';
import { historyRows } from '@/lib/history/client/history-pages';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { closeRun, getCurrentRun, useCurrentRun } from '@/lib/playground/client/run-controller';
import { useRunTarget } from '@/lib/playground/client/run-target';
import { SearchField } from './browse/search-field';
import { useDeleteWithLinks } from './delete-with-links';
import { HistoryRow } from './history-row';
import { HistoryTitle } from './history-title';
import { NoHistory } from './no-history';
import type { RelatedRunsProps } from './related-runs';
import { RunList } from './run-list';

// Loaded with the first run that the page shows. If it fails to load, the list is still there.
const RelatedRuns = lazy(async (): Promise<{ default: ComponentType<RelatedRunsProps> }> => {
  const loaded = await import('./related-runs').catch(() => null);
  return { default: loaded?.RelatedRuns ?? (() => null) };
});

const ROW_HEIGHT = 70;
/** Where the listed runs were started. Those of comparisons are listed only when they are asked for. */
const SOURCES = [
  ['', 'Runs'],
  ['playground', 'Playground'],
  ['api', 'API'],
  ['compare', 'Compare'],
];
/** The next page is loaded when this few rows are left below. */
const AHEAD = 20;

/** What the panel is narrowed to. It outlives the panel, which is hidden and shown again. */
const shown = createBrowserStore({ query: '', source: '' });
const setQuery = (query: string) => shown.setState({ query });
const setSource = (source: string) => shown.setState({ source });

export interface OwnHistoryProps {
  /** Opens a run in the playground. */
  onOpenRun: (runId: string) => void;
  /** Stands in the list's place until it has loaded. */
  placeholder: ReactNode;
}

/** All runs, newest first, or the search results. Loaded on demand, only for users who have a history. */
export function OwnHistory({ onOpenRun, placeholder }: OwnHistoryProps) {
  const query = useStore(shown, (now) => now.query);
  const source = useStore(shown, (now) => now.source);
  const filter = useMemo(() => ({ q: query, ...(source && { source: [source] }) }), [query, source]);
  const history = useHistory(filter);
  const { remove, restore } = useDeleteRun();
  const shownId = useCurrentRun((view) => view?.runId ?? null);
  // A document walks through many runs, and has a map of its own.
  const currentId = useRunTarget() === null ? shownId : null;
  const panel = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const { runs } = history;
  // Search results have an order of their own: whole words first, then substrings.
  const rows = useMemo(() => historyRows(runs, query === '' ? new Date() : null), [runs, query]);
  const isEmpty = runs.length === 0 && !history.hasMore;

  const { deleteRuns, question } = useDeleteWithLinks(([run], links) => {
    if (!run) return;
    if (getCurrentRun()?.runId === run.id) closeRun();
    remove(run, links).then(() => {
      // No fixed id: deleted, restored and deleted again, it would join a toast that is on its way out.
      toast('Run deleted.', {
        action: { label: 'Undo', onClick: () => void restore(run).catch(toastError) },
      });
    }, toastError);
  });
  return (
    <div ref={panel} className="flex h-full min-h-0 flex-col">
      <HistoryTitle href={`/history?${filterQuery(filter)}`}>
        <Select
          size="sm"
          aria-label="Source"
          value={source}
          onChange={(event) => setSource(event.currentTarget.value)}
        >
          {SOURCES.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </HistoryTitle>
      {(query !== '' || !isEmpty || history.isPrevious) && (
        <div className="shrink-0 px-3 pb-2">
          <SearchField
            ref={field}
            value={query}
            onChange={setQuery}
            busy={history.isPrevious}
            toResults={() => panel.current?.querySelector<HTMLElement>('[data-run]')?.focus()}
            shortcut={null}
          />
        </div>
      )}
      <div className="flex min-h-0 flex-1 flex-col border-t">
        {history.isLoading ? (
          placeholder
        ) : history.error ? (
          <EmptyState action={<Button onClick={() => void history.retry()}>Try again</Button>}>
            {history.error.message}
          </EmptyState>
        ) : isEmpty && (query || source) ? (
          <EmptyState
            action={
              <Button
                onClick={() => {
                  setQuery('');
                  setSource('');
                }}
              >
                Show all runs
              </Button>
            }
          >
            No runs match.
          </EmptyState>
        ) : isEmpty ? (
          <NoHistory />
        ) : (
          <RunList
            rows={rows}
            rowHeight={ROW_HEIGHT}
            ahead={AHEAD}
            pages={history}
            currentId={currentId}
            onDelete={(run) => deleteRuns([run])}
            onLeave={() => field.current?.focus()}
          >
            {(run, label, isTabStop) => (
              <HistoryRow
                run={run}
                label={label}
                query={query}
                hit={history.hits[run.id]}
                current={run.id === currentId}
                tabStop={isTabStop}
                onOpen={() => onOpenRun(run.id)}
                onDelete={() => deleteRuns([run])}
              />
            )}
          </RunList>
        )}
      </div>
      {currentId !== null && (
        <Suspense fallback={null}>
          <RelatedRuns runId={currentId} onOpenRun={onOpenRun} />
        </Suspense>
      )}
      <p role="status" className="sr-only">
        {query !== '' && !history.isPrevious && !history.isLoading
          ? foundLabel(runs.length, history.hasMore)
          : ''}
      </p>
      {question}
    </div>
  );
}

function foundLabel(count: number, more: boolean): string {
  if (count === 0) return 'No runs found';
  return `${count}${more ? ' or more' : ''} ${count === 1 ? 'run' : 'runs'} found`;
}

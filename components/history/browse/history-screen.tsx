'use client';

import { type KeyboardEvent as KeyPress, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { toastError } from '@/components/runs/toast-error';
import { Button, buttonStyle } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { Select } from '@/components/ui/select';
import { toast } from '@/components/ui/toast';
import { useBulkChange } from '@/lib/history/client/bulk';
import { setCompactRows, useCompactRows } from '@/lib/history/client/compact-rows';
import { filterQuery, isFiltered } from '@/lib/history/client/filter-query';
import { useHistory } from '@/lib/history/client/history';
import { useHistoryFilter } from '@/lib/history/client/history-filter';
import { hasDays, historyRows } from '@/lib/history/client/history-pages';
import { noteList } from '@/lib/history/client/last-list';
import { HISTORY_SHORTCUTS, RUN_ROW_SHORTCUTS } from '@/lib/history/client/list-shortcuts';
import { useRunCount } from '@/lib/history/client/run-count';
import { useRunSelection } from '@/lib/history/client/run-selection';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import { runCountLabel } from '@/lib/history/model/run-count';
import type { RunSort } from '@/lib/history/model/run-search';
import { useActions } from '@/lib/platform/client/actions';
import { matchKeys } from '@/lib/platform/client/match-keys';
import { useMedia, WIDE } from '@/lib/platform/client/use-media';
import type { RunSummary } from '@/lib/runs/model/runs';
import { useDeleteWithLinks } from '../delete-with-links';
import { HistorySkeleton } from '../history-skeleton';
import { HistoryTabs } from '../history-tabs';
import { keptScrollTop } from '../row-heights';
import { RunList } from '../run-list';
import { TransferButtons } from '../transfer/transfer-buttons';
import { FilterBar } from './filter-bar';
import { COMPACT_HEIGHT, LINE_HEIGHT, RunLine } from './run-line';
import { SearchField } from './search-field';
import { SelectionBar } from './selection-bar';
import { StillIndexing } from './still-indexing';
import { useReturnToRow } from './use-return-to-row';
import { useScrollRestoration } from './use-scroll-restoration';

const SORTS: readonly { readonly value: RunSort; readonly label: string }[] = [
  { value: 'newest', label: 'Newest first' },
  { value: 'oldest', label: 'Oldest first' },
  { value: 'longest', label: 'Longest duration' },
  { value: 'most_tokens', label: 'Most tokens' },
];

const COMPACT = 'Compact rows';

/** The next page is loaded when this few lines are left below: a flick of the wheel is a hundred lines. */
const AHEAD = 100;

/** How long the page offers to undo a deletion. */
const UNDO_MS = 10_000;

export interface HistoryScreenProps {
  /** The address that compares these runs, oldest first; null: they are too many. */
  compareHref: (runIds: readonly string[]) => string | null;
}

/** All runs: searched, filtered, sorted, and changed in bulk. The search and filters are in the address. */
export function HistoryScreen({ compareHref }: HistoryScreenProps) {
  const { filter, change, clear: clearFilter } = useHistoryFilter();
  const history = useHistory(filter);
  const { runs, refresh, putBack } = history;
  const selection = useRunSelection(runs);
  const { deselect } = selection;
  const bulk = useBulkChange();
  const list = useRef<HTMLDivElement>(null);
  useScrollRestoration(list, runs.length > 0 && !history.error, filterQuery(filter));
  useEffect(() => noteList(filterQuery(filter)), [filter]);
  const search = useRef<HTMLInputElement>(null);
  const clear = () => {
    clearFilter();
    // The pressed button disappears with the filters. Not on touch screens: the focus would raise the
    // keyboard.
    if (!matchMedia('(pointer: coarse)').matches) search.current?.focus();
  };
  const byDay = hasDays(filter);
  const rows = useMemo(() => historyRows(runs, byDay ? new Date() : null), [runs, byDay]);
  const ids = useMemo(() => rows.map((row) => (row.kind === 'run' ? row.run.id : null)), [rows]);
  const compact = useCompactRows();
  const rowHeight = compact ? COMPACT_HEIGHT : LINE_HEIGHT;
  const toggleCompact = () => {
    const element = list.current;
    const before = element?.scrollTop ?? 0;
    flushSync(() => setCompactRows(!compact));
    // The same runs stay in view.
    const after = compact ? LINE_HEIGHT : COMPACT_HEIGHT;
    if (element) element.scrollTop = keptScrollTop(rows, before, rowHeight, after);
  };
  useActions(() =>
    compact === null
      ? []
      : [{ id: 'compact-rows', label: COMPACT, also: 'density', current: compact, run: toggleCompact }],
  );
  useReturnToRow(list, runs.length > 0 && !history.error, {
    ids,
    rowHeight,
    key: filterQuery(filter),
  });
  const count = useRunCount(filter, history);
  const wide = useMedia(WIDE, true);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const name = matchKeys(event, HISTORY_SHORTCUTS);
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest('input:not([type=checkbox]), textarea, select');
      if (name === 'search' && !typing) {
        event.preventDefault();
        search.current?.focus();
      } else if (name === 'deselect' && !typing) selection.clear();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [selection.clear]);

  const hasSelection = selection.selected.length > 0;
  const hadSelection = useRef(false);
  useEffect(() => {
    // The selection's buttons disappear with it: the focus goes back to the list.
    if (hadSelection.current && !hasSelection && document.activeElement === document.body) {
      document.querySelector<HTMLElement>('[data-run][tabindex="0"]')?.focus({ preventScroll: true });
    }
    hadSelection.current = hasSelection;
  }, [hasSelection]);

  const attempt = useCallback((work: Promise<unknown>) => {
    work.catch(toastError);
  }, []);
  const idsOf = (given: readonly RunSummary[]) => given.map(({ id }) => id);

  const star = useCallback(
    (run: RunSummary) => attempt(bulk([run.id], { action: 'star', starred: !run.starred })),
    [attempt, bulk],
  );
  const remove = useCallback(
    (given: readonly RunSummary[], links: LinksOfDeleted) => {
      const requested = given.map(({ id }) => id);
      const ids: string[] = [];
      const gone = (some: readonly string[]) => {
        ids.push(...some);
        deselect(some);
      };
      const done = bulk(requested, { action: 'delete', links }, gone).finally(() => {
        // A bulk deletion may fail half-way: the runs that are gone can still be restored.
        if (ids.length === 0) return;
        toast(ids.length === 1 ? 'Run deleted.' : `${ids.length.toLocaleString('en')} runs deleted.`, {
          duration: UNDO_MS,
          action: {
            label: 'Undo',
            onClick: () =>
              attempt(
                bulk(ids, { action: 'restore' }).then((restored) => {
                  if (restored === ids.length) putBack(given.filter(({ id }) => ids.includes(id)));
                  void refresh();
                  if (restored < ids.length) throw new Error(tooLate(restored, ids.length));
                }),
              ),
          },
        });
      });
      attempt(done);
    },
    [attempt, bulk, putBack, refresh, deselect],
  );
  const { deleteRuns, question } = useDeleteWithLinks(remove);
  const removeOne = (run: RunSummary) => deleteRuns([run]);
  const [exporting, setExporting] = useState(false);
  const exportIds = useMemo(() => selection.selected.map(({ id }) => id), [selection.selected]);
  const onKey = ({ nativeEvent }: KeyPress, run: RunSummary) => {
    const name = matchKeys(nativeEvent, RUN_ROW_SHORTCUTS);
    if (name === 'star') star(run);
    else if (name !== null) selection.select(run.id, name === 'selectTo');
    else return false;
    return true;
  };
  const searched = filter.q ?? '';

  return (
    <main id="main" tabIndex={-1} className="flex fills-window flex-col outline-none">
      <h1 className="sr-only">History</h1>
      <HistoryTabs here="/history">
        {count && runs.length > 0 && <span>{runCountLabel(count)}</span>}
      </HistoryTabs>
      <div className="flex flex-wrap items-center gap-2 px-4 pt-3">
        <SearchField
          ref={search}
          value={searched}
          onChange={(q) => change({ q })}
          busy={history.isPrevious}
          toResults={() => list.current?.querySelector<HTMLElement>('[data-run]')?.focus()}
          className="min-w-52 flex-1 wide:max-w-[560px]"
        />
        <Select
          aria-label="Order"
          value={filter.sort ?? 'newest'}
          onChange={(event) => {
            const sort = SORTS.find(({ value }) => value === event.target.value)?.value;
            change({ sort: sort === 'newest' ? undefined : sort });
          }}
          className="w-36"
        >
          {SORTS.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
        {compact !== null && (
          <Button
            aria-pressed={compact}
            onClick={toggleCompact}
            className="aria-pressed:bg-accent-soft aria-pressed:text-accent"
          >
            {COMPACT}
          </Button>
        )}
        <TransferButtons
          filter={filter}
          selectedIds={exportIds}
          exporting={exporting}
          onExporting={setExporting}
        />
      </div>
      <FilterBar filter={filter} onChange={change} onClear={clear} />
      {history.indexedFrom !== undefined && <StillIndexing from={history.indexedFrom} />}
      {history.isLoading ? (
        <HistorySkeleton />
      ) : history.error ? (
        <EmptyState action={<Button onClick={() => void history.retry()}>Try again</Button>}>
          {history.error.message}
        </EmptyState>
      ) : runs.length === 0 && !history.hasMore ? (
        isFiltered(filter) ? (
          <EmptyState action={<Button onClick={clear}>Clear filters</Button>}>No runs match.</EmptyState>
        ) : (
          <EmptyState
            action={
              <Link href="/" className={buttonStyle()}>
                Open the playground
              </Link>
            }
          >
            Your runs are saved here with their prompt, settings and outputs.
          </EmptyState>
        )
      ) : (
        <RunList
          rows={rows}
          rowHeight={rowHeight}
          ahead={AHEAD}
          pages={history}
          ref={list}
          onKey={onKey}
          onDelete={removeOne}
          className="border-t short:h-[max(100dvh,16rem)] short:flex-none"
        >
          {(run, label, isTabStop) => (
            <RunLine
              run={run}
              label={label}
              hit={history.hits[run.id]}
              query={searched}
              lead={wide ? 32 : 16}
              selected={selection.ids.has(run.id)}
              tabStop={isTabStop}
              underDay={byDay}
              compact={compact === true}
              onSelect={selection.select}
              onStar={star}
            />
          )}
        </RunList>
      )}
      <p role="status" className="sr-only">
        {searched !== '' && count ? `${runCountLabel(count)} found` : ''}
      </p>
      {hasSelection && (
        <SelectionBar
          runs={selection.selected}
          total={runs.length}
          // The list has the newest first.
          compareHref={compareHref(idsOf(selection.selected).reverse())}
          onSelectAll={selection.selectAll}
          onStar={(starred) => attempt(bulk(idsOf(selection.selected), { action: 'star', starred }))}
          onTag={(tag) => attempt(bulk(idsOf(selection.selected), { action: 'tag', tag }))}
          onUntag={(tag) => attempt(bulk(idsOf(selection.selected), { action: 'untag', tag }))}
          onExport={() => setExporting(true)}
          onDelete={() => deleteRuns(selection.selected)}
          onClear={selection.clear}
        />
      )}
      {question}
    </main>
  );
}

/** A toast stays while the pointer is on it, and by then the deletion may be final. */
function tooLate(restored: number, count: number): string {
  if (count === 1) return 'Too late to undo: this run has been deleted.';
  if (restored === 0) return 'Too late to undo: these runs have been deleted.';
  return `${restored.toLocaleString('en')} of ${count.toLocaleString('en')} runs restored. The rest have been deleted.`;
}

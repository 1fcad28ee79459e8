'use client';

import { useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { toastError } from '@/components/runs/toast-error';
import { Button, buttonStyle } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Link } from '@/components/ui/link';
import { toast } from '@/components/ui/toast';
import { HISTORY_SHORTCUTS } from '@/lib/history/client/list-shortcuts';
import { matchKeys } from '@/lib/platform/client/match-keys';
import { SearchField } from './browse/search-field';
import { HistorySkeleton } from './history-skeleton';
import { HistoryTabs, type HistoryTabsProps } from './history-tabs';

/** Pages of saved things, as far as they are loaded. */
export interface LoadedPages {
  /** They are of the search before. */
  readonly isPrevious: boolean;
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly loadMore: () => unknown;
  readonly retry: () => unknown;
}

export interface SavedListProps<Item> {
  /** Of several: “Documents”. */
  title: string;
  tab: HistoryTabsProps['here'];
  searchLabel: string;
  create: { readonly href: string; readonly label: string };
  /** Beside it. */
  actions?: ReactNode;
  /** Nothing has been saved yet: says what would be here, and leads to it. */
  empty: ReactNode;
  emptyLink: { readonly href: string; readonly label: string };
  items: readonly Item[];
  pages: LoadedPages;
  line: (item: Item, query: string) => ReactNode;
  /** Dialogs. */
  children: ReactNode;
}

/** A tab of the history with saved things, last changed first, and a search in the address. */
export function SavedList<Item>(props: SavedListProps<Item>) {
  const { title, tab, searchLabel, create, actions, empty, emptyLink, items, pages, line, children } = props;
  const q = useListQuery();
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || matchKeys(event, HISTORY_SHORTCUTS) !== 'search') return;
      if (event.target instanceof HTMLElement && event.target.closest('input, textarea, select')) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <main id="main" tabIndex={-1} className="flex fills-window flex-col outline-none">
      <h1 className="sr-only">{title}</h1>
      <HistoryTabs here={tab} />
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-3">
        <SearchField
          value={q}
          onChange={search}
          busy={pages.isPrevious}
          label={searchLabel}
          placeholder={searchLabel}
          toResults={() => list.current?.querySelector<HTMLElement>('a')?.focus()}
          ref={field}
          className="min-w-52 flex-1 wide:max-w-[560px]"
        />
        <Link href={create.href} prefetch={false} className={buttonStyle('secondary')}>
          {create.label}
        </Link>
        {actions}
      </div>
      {pages.isLoading ? (
        <HistorySkeleton />
      ) : pages.error ? (
        <EmptyState action={<Button onClick={() => void pages.retry()}>Try again</Button>}>
          {pages.error.message}
        </EmptyState>
      ) : items.length > 0 ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <ul ref={list}>{items.map((item) => line(item, q))}</ul>
          {pages.hasMore && (
            <div className="flex justify-center py-3">
              <Button size="sm" loading={pages.isLoadingMore} onClick={() => void pages.loadMore()}>
                Older {title.toLowerCase()}
              </Button>
            </div>
          )}
        </div>
      ) : q === '' ? (
        <EmptyState
          action={
            <Link href={emptyLink.href} className={buttonStyle()}>
              {emptyLink.label}
            </Link>
          }
        >
          {empty}
        </EmptyState>
      ) : (
        <EmptyState action={<Button onClick={() => search('')}>Clear search</Button>}>
          No {title.toLowerCase()} match.
        </EmptyState>
      )}
      {children}
      <p role="status" className="sr-only">
        {q !== '' && !pages.isPrevious && !pages.isLoading
          ? `${items.length}${pages.hasMore ? ' or more' : ''} found`
          : ''}
      </p>
    </main>
  );
}

/** What is searched for, from the address. */
export function useListQuery(): string {
  return useSearchParams().get('q') ?? '';
}

function search(text: string): void {
  const query = text === '' ? '' : `?${new URLSearchParams({ q: text })}`;
  window.history.replaceState(null, '', `${location.pathname}${query}`);
}

/** How long the page offers to undo a deletion. */
const UNDO_MS = 10_000;

/** Says that something is deleted, with Undo, once it is. */
export function deleteWithUndo(
  said: string,
  remove: () => Promise<unknown>,
  restore: () => Promise<unknown>,
): void {
  remove().then(
    () =>
      toast(said, {
        duration: UNDO_MS,
        action: { label: 'Undo', onClick: () => void restore().catch(toastError) },
      }),
    toastError,
  );
}

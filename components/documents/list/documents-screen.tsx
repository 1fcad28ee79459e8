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
import { useDocumentChanges, useDocuments } from '@/lib/documents/client/document-list';
import { NEW_DOCUMENT_HREF } from '@/lib/documents/client/document-url';
import type { DocumentSummary } from '@/lib/documents/model/documents';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { DocumentLine } from './document-line';

const RenameDialog = lazy(async () => ({ default: (await import('../rename-dialog')).RenameDialog }));

/** How long the page offers to undo a deletion. */
const UNDO_MS = 10_000;

/** Saved documents, last changed first. */
export function DocumentsScreen() {
  const q = useSearchParams().get('q') ?? '';
  const list = useDocuments(q);
  const { rename, remove, restore } = useDocumentChanges();
  const [renamed, setRenamed] = useState<DocumentSummary | null>(null);

  const search = (text: string) => {
    const query = text === '' ? '' : `?${new URLSearchParams({ q: text })}`;
    window.history.replaceState(null, '', `${location.pathname}${query}`);
  };
  const fail = (error: unknown) => toast(messageOf(error), { tone: 'bad' });
  const discard = (id: string) => {
    remove(id).then(
      () =>
        toast('Document deleted.', {
          duration: UNDO_MS,
          action: { label: 'Undo', onClick: () => void restore(id).catch(fail) },
        }),
      fail,
    );
  };

  return (
    <main id="main" tabIndex={-1} className="flex fills-window flex-col outline-none">
      <h1 className="sr-only">Documents</h1>
      <HistoryTabs here="/history/documents" />
      <div className="flex flex-wrap items-center gap-2 border-b px-4 py-3">
        <SearchField
          value={q}
          onChange={search}
          busy={list.isPrevious}
          label="Search titles and texts"
          placeholder="Search titles and texts"
          shortcut={null}
          className="min-w-52 flex-1 wide:max-w-[560px]"
        />
        <Link href={NEW_DOCUMENT_HREF} prefetch={false} className={buttonStyle('secondary')}>
          New document
        </Link>
      </div>
      {list.isLoading ? (
        <HistorySkeleton />
      ) : list.error ? (
        <EmptyState action={<Button onClick={() => void list.retry()}>Try again</Button>}>
          {list.error.message}
        </EmptyState>
      ) : list.documents.length === 0 ? (
        q === '' ? (
          <EmptyState
            action={
              <Link href={NEW_DOCUMENT_HREF} className={buttonStyle()}>
                New document
              </Link>
            }
          >
            Documents you write with a model are saved here with every branch.
          </EmptyState>
        ) : (
          <EmptyState action={<Button onClick={() => search('')}>Clear search</Button>}>
            No documents match.
          </EmptyState>
        )
      ) : (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <ul>
            {list.documents.map((document) => (
              <DocumentLine
                key={document.id}
                document={document}
                query={q}
                onRename={() => setRenamed(document)}
                onDelete={() => discard(document.id)}
              />
            ))}
          </ul>
          {list.hasMore && (
            <div className="flex justify-center py-3">
              <Button size="sm" loading={list.isLoadingMore} onClick={() => void list.loadMore()}>
                Older documents
              </Button>
            </div>
          )}
        </div>
      )}
      <Suspense fallback={null}>
        {renamed && (
          <RenameDialog
            title={renamed.title}
            excerpt={renamed.excerpt}
            onRename={(title) => void rename(renamed.id, title).catch(fail)}
            onClose={() => setRenamed(null)}
          />
        )}
      </Suspense>
      <p role="status" className="sr-only">
        {q !== '' && !list.isPrevious && !list.isLoading
          ? `${list.documents.length}${list.hasMore ? ' or more' : ''} found`
          : ''}
      </p>
    </main>
  );
}

'use client';

import { type InfiniteData, keepPreviousData } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useViewer } from '@/lib/accounts/client/viewer';
import { type DocumentPage, type DocumentSummary, documentPageSchema } from '@/lib/documents/model/documents';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import { api } from '@/lib/platform/client/http/api';
import { changing, readCurrent } from '@/lib/platform/client/http/changes';
import { useInfiniteQuery, useQueryClient } from '@/lib/platform/client/http/query';
import { deleteDocument, renameDocument, restoreDocument } from './document-api';
import { announceDocument, onDocumentNews } from './document-channel';

const KEY = ['documents'] as const;
const NONE: readonly DocumentSummary[] = [];

// On demand: it brings all that a document needs.
const loadUnsaved = () => import('./unsaved-documents');
// The next page tries again.
const ignore = () => undefined;

async function sendUnsaved(): Promise<void> {
  const { getCurrentDocument } = await import('./current-document');
  const { sendUnsavedDocuments } = await loadUnsaved();
  await sendUnsavedDocuments(getCurrentDocument()?.id ?? null);
}

function fetchPage(q: string, before: string | null, signal?: AbortSignal): Promise<DocumentPage> {
  const query = new URLSearchParams({ limit: '50' });
  if (q !== '') query.set('q', q);
  if (before !== null) query.set('before', before);
  return readCurrent(() => api(`/api/documents?${query}`, documentPageSchema, { signal }), signal);
}

/** The documents that were changed last, once and without what keeps a list up to date. */
export async function newestDocuments(): Promise<readonly DocumentSummary[]> {
  return (await fetchPage('', null)).documents;
}

/** Saved documents, last changed first; with a search, those whose title or text contains it. */
export function useDocuments(q: string) {
  const client = useQueryClient();
  const enabled = useViewer().viewer !== null;
  const query = useInfiniteQuery({
    queryKey: [...KEY, q],
    queryFn: ({ pageParam, signal }) => fetchPage(q, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled,
    staleTime: 0,
    refetchOnWindowFocus: true,
    placeholderData: keepPreviousData,
  });
  const [unsaved, setUnsaved] = useState(NONE);
  useEffect(() => {
    let isHere = true;
    const read = () =>
      void loadUnsaved().then(({ unsavedDocuments }) => isHere && setUnsaved(unsavedDocuments()), ignore);
    read();
    void sendUnsaved().catch(ignore);
    const forget = onDocumentNews(() => {
      read();
      void client.invalidateQueries({ queryKey: KEY });
    });
    return () => {
      isHere = false;
      forget();
    };
  }, [client]);
  const documents = useMemo(() => {
    const saved = query.data?.pages.flatMap((page) => page.documents) ?? NONE;
    const ids = new Set(saved.map(({ id }) => id));
    // A search is the server's.
    return q === '' ? [...unsaved.filter(({ id }) => !ids.has(id)), ...saved] : saved;
  }, [query.data, unsaved, q]);
  return {
    documents,
    isPrevious: query.isPlaceholderData,
    isLoading: enabled && query.isPending,
    error: query.data || documents.length > 0 ? null : query.error,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: query.fetchNextPage,
    retry: query.refetch,
  };
}

/** Changes documents, at once in the list. All throw `ApiError`. */
export function useDocumentChanges() {
  const client = useQueryClient();
  return useMemo(() => {
    const show = (change: (documents: DocumentSummary[]) => DocumentSummary[]) =>
      client.setQueriesData<InfiniteData<DocumentPage>>(
        { queryKey: KEY },
        (loaded) =>
          loaded && {
            ...loaded,
            pages: loaded.pages.map((page) => ({ ...page, documents: change(page.documents) })),
          },
      );
    const change = async (id: string, work: () => Promise<void>, title?: string | null) => {
      try {
        await changing(work);
        announceDocument(id, title);
      } finally {
        void client.invalidateQueries({ queryKey: KEY });
      }
    };
    return {
      rename: (id: string, title: string | null) => {
        show((documents) => documents.map((one) => (one.id === id ? { ...one, title } : one)));
        return change(id, () => renameDocument(id, title), title);
      },
      remove: (id: string, links: LinksOfDeleted) => {
        show((documents) => documents.filter((one) => one.id !== id));
        return change(id, () => deleteDocument(id, links));
      },
      restore: (id: string) => change(id, () => restoreDocument(id)),
    };
  }, [client]);
}

'use client';

import { lazy, Suspense, useState } from 'react';
import { deleteWithUndo, SavedList, useListQuery } from '@/components/history/saved-list';
import { toastError } from '@/components/runs/toast-error';
import { useDocumentChanges, useDocuments } from '@/lib/documents/client/document-list';
import { NEW_DOCUMENT_HREF } from '@/lib/documents/client/document-url';
import type { DocumentSummary } from '@/lib/documents/model/documents';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import { DocumentLine } from './document-line';

const LinksQuestion = lazy(async () => ({
  default: (await import('@/components/history/links-question')).LinksQuestion,
}));
const RenameDialog = lazy(async () => ({ default: (await import('../rename-dialog')).RenameDialog }));

const NEW = { href: NEW_DOCUMENT_HREF, label: 'New document' } as const;

/** Saved documents, last changed first. */
export function DocumentsScreen() {
  const { documents, ...pages } = useDocuments(useListQuery());
  const { rename, remove, restore } = useDocumentChanges();
  const [renamed, setRenamed] = useState<DocumentSummary | null>(null);
  const [requested, setRequested] = useState<DocumentSummary | null>(null);
  const discard = (id: string, links: LinksOfDeleted) => {
    setRequested(null);
    deleteWithUndo(
      'Document deleted.',
      () => remove(id, links),
      () => restore(id),
    );
  };

  return (
    <SavedList
      title="Documents"
      tab="/history/documents"
      searchLabel="Search titles and text"
      create={NEW}
      empty="Documents you write with a model are saved here with every branch."
      emptyLink={NEW}
      items={documents}
      pages={pages}
      line={(document, query) => (
        <DocumentLine
          key={document.id}
          document={document}
          query={query}
          onRename={() => setRenamed(document)}
          onDelete={() => (document.links > 0 ? setRequested(document) : discard(document.id, 'keep'))}
        />
      )}
    >
      <Suspense fallback={null}>
        {requested && (
          <LinksQuestion
            count={1}
            noun="document"
            links={requested.links}
            onAnswer={(links) => discard(requested.id, links)}
            onClose={() => setRequested(null)}
          />
        )}
        {renamed && (
          <RenameDialog
            title={renamed.title}
            excerpt={renamed.excerpt}
            onRename={(title) => void rename(renamed.id, title).catch(toastError)}
            onClose={() => setRenamed(null)}
          />
        )}
      </Suspense>
    </SavedList>
  );
}

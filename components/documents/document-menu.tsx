'use client';

import { Ellipsis } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { toastError } from '@/components/runs/toast-error';
import { IconButton } from '@/components/ui/icon-button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import { useActions } from '@/lib/platform/client/actions';
import type { DocumentMenuProps } from './document-menu-props';

const load = async () => (await import('./document-items')).DocumentItems;
const LinksQuestion = lazy(async () => ({
  default: (await import('@/components/history/links-question')).LinksQuestion,
}));
const RenameDialog = lazy(async () => ({ default: (await import('./rename-dialog')).RenameDialog }));

/** Rename, export, duplicate, delete. */
export function DocumentMenu(props: DocumentMenuProps) {
  const { document, onOpen, countLinks } = props;
  const [renaming, setRenaming] = useState(false);
  /** Open links of the document that is about to be deleted. */
  const [links, setLinks] = useState(0);
  const remove = async (links: LinksOfDeleted) => {
    setLinks(0);
    const { removeDocument } = await import('./remove-document');
    await removeDocument(props, links);
  };
  const askAndRemove = async () => {
    const open = (await countLinks?.(document.id)) ?? 0;
    if (open > 0) setLinks(open);
    else await remove('keep');
  };
  useActions(async () => {
    const { EXPORT_FORMATS, saveText } = await import('@/lib/documents/client/export-formats');
    const group = 'This document';
    return [
      { id: 'document:rename', label: 'Rename…', group, also: 'title', run: () => setRenaming(true) },
      ...EXPORT_FORMATS.map(({ label, ...format }) => ({
        id: `document:export:${label}`,
        label: `Export: ${label.charAt(0).toLowerCase()}${label.slice(1)}`,
        group,
        also: 'save download file',
        run: () => saveText(document.session.view().text, document.status.getState().title, format),
      })),
    ];
  });
  return (
    <>
      <LazyMenu
        load={load}
        menuProps={{
          document,
          onOpen,
          onRename: () => setRenaming(true),
          onDelete: () => void askAndRemove().catch(toastError),
        }}
        button={(props) => (
          <IconButton {...props} data-folded="" label="Actions for this document" word="Actions">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        )}
      />
      <Suspense fallback={null}>
        {links > 0 && (
          <LinksQuestion
            count={1}
            noun="document"
            links={links}
            onAnswer={(answer) => void remove(answer)}
            onClose={() => setLinks(0)}
          />
        )}
        {renaming && (
          <RenameDialog
            title={document.status.getState().title}
            excerpt={document.session.view().text.text.slice(0, 200).replace(/\s+/g, ' ').trim()}
            onRename={document.rename}
            onClose={() => setRenaming(false)}
          />
        )}
      </Suspense>
    </>
  );
}

'use client';

import { Ellipsis } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { LazyMenu } from '@/components/ui/lazy-menu';
import { useActions } from '@/lib/platform/client/actions';
import type { DocumentMenuProps } from './document-menu-props';

const load = async () => (await import('./document-items')).DocumentItems;
const RenameDialog = lazy(async () => ({ default: (await import('./rename-dialog')).RenameDialog }));

/** Rename, export, duplicate, delete. */
export function DocumentMenu({ document, onOpen, onDeleted }: DocumentMenuProps) {
  const [renaming, setRenaming] = useState(false);
  useActions(async () => {
    const { EXPORT_FORMATS, saveAs } = await import('./document-items');
    const group = 'This document';
    return [
      { id: 'document:rename', label: 'Rename…', group, also: 'title', run: () => setRenaming(true) },
      ...EXPORT_FORMATS.map(({ label, ...format }) => ({
        id: `document:export:${label}`,
        label: `Export: ${label.charAt(0).toLowerCase()}${label.slice(1)}`,
        group,
        also: 'save download file',
        run: () => saveAs(document, format),
      })),
    ];
  });
  return (
    <>
      <LazyMenu
        load={load}
        menuProps={{ document, onOpen, onDeleted, onRename: () => setRenaming(true) }}
        button={(props) => (
          <IconButton {...props} label="More for this document" word="More">
            <Ellipsis aria-hidden="true" />
          </IconButton>
        )}
      />
      <Suspense fallback={null}>
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

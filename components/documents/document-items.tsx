'use client';

import { CopyPlus, Download, Pencil, Trash2 } from 'lucide-react';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import { deleteDocument, restoreDocument } from '@/lib/documents/client/document-api';
import { announceDocument } from '@/lib/documents/client/document-channel';
import type { OpenDocument } from '@/lib/documents/client/open-document';
import { duplicateText } from '@/lib/documents/client/save-new-document';
import { type DocumentFormat, exportDocument } from '@/lib/documents/model/export-document';
import { messageOf } from '@/lib/platform/client/http/api-error';
import { fileSlug, saveFile } from '@/lib/platform/client/save-file';
import type { DocumentMenuProps } from './document-menu-props';

export interface DocumentItemsProps extends DocumentMenuProps, LazyMenuParts {
  onRename: () => void;
}

export const EXPORT_FORMATS: readonly (DocumentFormat & { readonly label: string })[] = [
  { label: 'Text', kind: 'text', marked: false },
  { label: 'Text, with who wrote what', kind: 'text', marked: true },
  { label: 'Markdown', kind: 'markdown', marked: false },
  { label: 'Markdown, with who wrote what', kind: 'markdown', marked: true },
];
const ENDINGS = { text: 'txt', markdown: 'md' } as const;
/** How long the page offers to undo a deletion. */
const UNDO_MS = 10_000;

export function saveAs({ session, status }: OpenDocument, format: DocumentFormat): void {
  const { title } = status.getState();
  const { text } = session.view();
  const name = fileSlug(title ?? text.text.slice(0, 60), 'document');
  saveFile(`${name}.${ENDINGS[format.kind]}`, new Blob([exportDocument(text, title, format)]));
}

/** Resolves when the server has the text, or does not take it now. */
function untilSaved({ status }: OpenDocument): Promise<void> {
  return new Promise((resolve) => {
    if (status.getState().saving !== 'saving') return resolve();
    const forget = status.subscribe(({ saving }) => {
      if (saving === 'saving') return;
      forget();
      resolve();
    });
  });
}

export function DocumentItems({ document, onOpen, onDeleted, onRename, trigger }: DocumentItemsProps) {
  const { id, session, status } = document;
  const fail = (error: unknown) => toast(messageOf(error), { tone: 'bad' });

  async function remove(): Promise<void> {
    try {
      // What is still to be saved goes first, so that Undo brings all of it back.
      session.seal();
      await untilSaved(document);
      await deleteDocument(id);
    } catch (error) {
      // Still open: what is written from now on is saved as before.
      fail(error);
      return;
    }
    announceDocument(id);
    onDeleted();
    toast('Document deleted.', {
      duration: UNDO_MS,
      action: {
        label: 'Undo',
        onClick: () =>
          void restoreDocument(id).then(() => {
            announceDocument(id);
            onOpen(id);
          }, fail),
      },
    });
  }

  return (
    <Menu label="This document" trigger={trigger} defaultOpen className="min-w-60">
      <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={onRename}>
        Rename…
      </MenuItem>
      <MenuItem
        icon={<CopyPlus aria-hidden="true" />}
        onSelect={() =>
          void duplicateText(session.view().text, status.getState().title).then((copy) => {
            toast('Duplicated.', { tone: 'good' });
            onOpen(copy);
          }, fail)
        }
      >
        Duplicate this text
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Export</MenuLabel>
      {EXPORT_FORMATS.map(({ label, ...format }) => (
        <MenuItem
          key={label}
          icon={<Download aria-hidden="true" />}
          onSelect={() => saveAs(document, format)}
        >
          {label}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon={<Trash2 aria-hidden="true" />} tone="bad" onSelect={() => void remove()}>
        Delete document
      </MenuItem>
    </Menu>
  );
}

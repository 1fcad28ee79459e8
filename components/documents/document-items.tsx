'use client';

import { CopyPlus, Download, Pencil, Trash2 } from 'lucide-react';
import { toastError } from '@/components/runs/toast-error';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import { EXPORT_FORMATS, saveText } from '@/lib/documents/client/export-formats';
import { duplicateText } from '@/lib/documents/client/save-new-document';
import type { DocumentMenuProps } from './document-menu-props';
import { PhoneItems } from './editor/phone-items';

export interface DocumentItemsProps extends Pick<DocumentMenuProps, 'document' | 'onOpen'>, LazyMenuParts {
  onRename: () => void;
  onDelete: () => void;
}

export function DocumentItems({ document, onOpen, onRename, onDelete, trigger }: DocumentItemsProps) {
  const { session, status } = document;
  return (
    <Menu label="This document" trigger={trigger} defaultOpen className="min-w-60">
      <PhoneItems />
      <MenuItem icon={<Pencil aria-hidden="true" />} onSelect={onRename}>
        Rename…
      </MenuItem>
      <MenuItem
        icon={<CopyPlus aria-hidden="true" />}
        onSelect={() =>
          void duplicateText(session.view().text, status.getState().title).then((copy) => {
            toast('Duplicated.', { tone: 'good' });
            onOpen(copy);
          }, toastError)
        }
      >
        Duplicate current text
      </MenuItem>
      <MenuSeparator />
      <MenuLabel>Export</MenuLabel>
      {EXPORT_FORMATS.map(({ label, ...format }) => (
        <MenuItem
          key={label}
          icon={<Download aria-hidden="true" />}
          onSelect={() => saveText(session.view().text, status.getState().title, format)}
        >
          {label}
        </MenuItem>
      ))}
      <MenuSeparator />
      <MenuItem icon={<Trash2 aria-hidden="true" />} tone="bad" onSelect={onDelete}>
        Delete document
      </MenuItem>
    </Menu>
  );
}

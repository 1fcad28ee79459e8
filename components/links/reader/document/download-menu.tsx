'use client';

import { Download } from 'lucide-react';
import { toastError } from '@/components/runs/toast-error';
import type { LazyMenuParts } from '@/components/ui/lazy-menu';
import { Menu, MenuItem } from '@/components/ui/menu';
import { EXPORT_FORMATS, saveText } from '@/lib/documents/client/export-formats';
import type { DocumentFormat } from '@/lib/documents/model/export-document';
import { loadSharedDocument } from '@/lib/links/client/reader/load-shared';
import { documentText, piecesOfBranch } from '@/lib/links/model/shared-document-text';

export interface DownloadMenuProps extends LazyMenuParts {
  slug: string;
  branch: number;
  hasAuthors: boolean;
}

/** The text of a branch as a file. */
export function DownloadMenu({ slug, branch, hasAuthors, trigger }: DownloadMenuProps) {
  const save = async (format: DocumentFormat) => {
    const shared = await loadSharedDocument(slug);
    saveText(documentText(piecesOfBranch(shared, branch), String), shared.title, format);
  };
  return (
    <Menu label="Download" align="start" trigger={trigger} defaultOpen>
      {EXPORT_FORMATS.filter(({ marked }) => hasAuthors || !marked).map(({ label, ...format }) => (
        <MenuItem
          key={label}
          icon={<Download aria-hidden="true" />}
          onSelect={() => void save(format).catch(toastError)}
        >
          {label}
        </MenuItem>
      ))}
    </Menu>
  );
}

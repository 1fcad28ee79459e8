'use client';

import { Pencil } from 'lucide-react';
import { SavedLine } from '@/components/history/saved-line';
import { documentHref } from '@/lib/documents/client/document-url';
import type { DocumentSummary } from '@/lib/documents/model/documents';
import { counted } from '@/lib/platform/numbers/counted';

export interface DocumentLineProps {
  document: DocumentSummary;
  query: string;
  onRename: () => void;
  onDelete: () => void;
}

/** One document: its title, its first words and its size. */
export function DocumentLine({ document, query, onRename, onDelete }: DocumentLineProps) {
  const { id, excerpt, words } = document;
  return (
    <SavedLine
      noun="document"
      href={documentHref(id)}
      item={document}
      text={excerpt}
      query={query}
      className="wide:grid-cols-[minmax(0,1fr)_200px_104px]"
      actions={[{ verb: 'Rename', label: 'Rename', icon: <Pencil aria-hidden="true" />, onSelect: onRename }]}
      onDelete={onDelete}
    >
      <span className="col-start-1 row-start-2 flex flex-wrap gap-x-3 self-center text-xs/5 text-ink-2 tabular-nums wide:col-start-auto wide:row-start-auto">
        <span>{counted(words, 'word')}</span>
      </span>
    </SavedLine>
  );
}

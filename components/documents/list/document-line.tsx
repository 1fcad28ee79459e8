'use client';

import { Link2, Pencil, Trash2 } from 'lucide-react';
import { MarkedText } from '@/components/history/browse/marked-text';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { Link } from '@/components/ui/link';
import { MoreMenu } from '@/components/ui/more-menu';
import { documentHref } from '@/lib/documents/client/document-url';
import type { DocumentSummary } from '@/lib/documents/model/documents';
import { dayLabel, timeOfDay } from '@/lib/history/client/history-pages';
import { named } from '@/lib/history/model/run-label';
import { counted } from '@/lib/platform/numbers/counted';

export interface DocumentLineProps {
  document: DocumentSummary;
  query: string;
  onRename: () => void;
  onDelete: () => void;
}

/** One document: its title, its first words and its size. */
export function DocumentLine({ document, query, onRename, onDelete }: DocumentLineProps) {
  const { id, title, excerpt, words, links, updatedAt } = document;
  const name = title ?? excerpt;
  const label = named(name || 'the document', updatedAt);
  return (
    <li className="group flex min-h-16 items-stretch border-b pr-2 transition-colors hover:bg-hover">
      <Link
        href={documentHref(id)}
        prefetch={false}
        className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] content-center items-center gap-x-4 py-2 pl-4 -outline-offset-2 wide:grid-cols-[minmax(0,1fr)_200px_104px]"
      >
        <span className="min-w-0">
          <span className="flex min-w-0 items-center gap-2">
            <span className={cx('truncate text-sm', title !== null && 'font-medium')}>
              {name === '' ? (
                <span className="text-ink-3">Empty document</span>
              ) : (
                <MarkedText text={name} query={query} />
              )}
            </span>
            {links > 0 && (
              <Link2
                role="img"
                aria-label={links === 1 ? '1 shared link' : `${links} shared links`}
                className="size-3.5 shrink-0 text-ink-3"
              />
            )}
          </span>
          {title !== null && excerpt !== '' && (
            <span className="block truncate font-mono text-xs/5 text-ink-3">
              <MarkedText text={excerpt} query={query} />
            </span>
          )}
        </span>
        <span className="col-start-1 row-start-2 flex flex-wrap gap-x-3 self-center text-xs/5 text-ink-2 tabular-nums wide:col-start-auto wide:row-start-auto">
          <span>{counted(words, 'word')}</span>
        </span>
        <span className="self-center text-right text-xs/5 whitespace-nowrap text-ink-3">
          <time dateTime={updatedAt} className="block">
            {timeOfDay(updatedAt)}
          </time>
          <span className="block">{dayLabel(new Date(updatedAt), new Date())}</span>
        </span>
      </Link>
      <span className="flex items-center pl-1">
        <IconButton
          size="sm"
          label={`Rename ${label}`}
          tooltip="Rename"
          onClick={onRename}
          className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:hidden"
        >
          <Pencil aria-hidden="true" />
        </IconButton>
        <IconButton
          size="sm"
          label={`Delete ${label}`}
          tooltip="Delete document"
          onClick={({ currentTarget }) => {
            const line = currentTarget.closest('li');
            const near = line?.nextElementSibling ?? line?.previousElementSibling;
            // Deleting a line at once moves the focus to its neighbour.
            if (links === 0) near?.querySelector<HTMLElement>('a')?.focus();
            onDelete();
          }}
          className="opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:hidden"
        >
          <Trash2 aria-hidden="true" />
        </IconButton>
        <MoreMenu
          label={`More: ${label}`}
          actions={[
            { label: 'Rename', icon: <Pencil aria-hidden="true" />, onSelect: onRename },
            {
              label: 'Delete document',
              icon: <Trash2 aria-hidden="true" />,
              tone: 'bad',
              onSelect: onDelete,
            },
          ]}
        />
      </span>
    </li>
  );
}

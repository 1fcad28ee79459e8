'use client';

import { Link2, Trash2 } from 'lucide-react';
import { MarkedText } from '@/components/history/browse/marked-text';
import { Badge } from '@/components/ui/badge';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { Link } from '@/components/ui/link';
import { MoreMenu } from '@/components/ui/more-menu';
import { StatusDot } from '@/components/ui/status-dot';
import { compareHref } from '@/lib/compare/client/comparison-url';
import type { ComparisonSummary } from '@/lib/compare/model/comparisons';
import { dayLabel, timeOfDay } from '@/lib/history/client/history-pages';
import { named } from '@/lib/history/model/run-label';
import { counted } from '@/lib/platform/numbers/counted';
import { PARAMETERS } from '@/lib/protocol/request/parameters';
import { runStatusSchema } from '@/lib/protocol/run/run-status';
import { capitalized } from '@/lib/protocol/text/capitalized';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';

export interface ComparisonLineProps {
  comparison: ComparisonSummary;
  query: string;
  onDelete: () => void;
}

/** One comparison: its title, prompt, size and results. */
export function ComparisonLine({ comparison, query, onDelete }: ComparisonLineProps) {
  const { id, title, promptPreview, differs, models, counts, updatedAt, links } = comparison;
  const name = title ?? promptPreview;
  const changed = new Date(updatedAt);
  const kindLabel = comparison.kind === 'sweep' ? 'Sweep' : 'Columns';
  return (
    <li className="group flex min-h-16 items-stretch border-b pr-2 transition-colors hover:bg-hover">
      <Link
        href={compareHref(id)}
        prefetch={false}
        className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] content-center items-center gap-x-4 py-2 pl-4 -outline-offset-2 wide:grid-cols-[minmax(0,1fr)_280px_200px_104px]"
      >
        <span className="min-w-0">
          <span className="flex min-w-0 items-center gap-2">
            <span className={cx('truncate text-sm', title !== null && 'font-medium')}>
              {name === '' ? (
                <span className="text-ink-3">Empty prompt</span>
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
          {differs !== '' && <span className="block truncate text-xs/5 text-ink-2">{differs}</span>}
          {title !== null && (
            <span className="block truncate font-mono text-xs/5 text-ink-3">
              <MarkedText text={promptPreview} query={query} />
            </span>
          )}
        </span>
        <span className="hidden min-w-0 self-center wide:block">
          <span className="flex items-center gap-1.5 text-xs/5 text-ink-2">
            <Badge>{kindLabel}</Badge>
            <span className="truncate">{sizeOf(comparison)}</span>
          </span>
          <span className="block truncate font-mono text-xs/5 text-ink-3" title={models.join(', ')}>
            {models.join(', ')}
          </span>
        </span>
        <span className="col-start-1 row-start-2 flex flex-wrap items-center gap-x-3 self-center text-xs/5 text-ink-2 wide:col-start-auto wide:row-start-auto">
          {/* A wide window has a column for it. */}
          <span className="inline-flex min-w-0 max-w-full items-center gap-1.5 wide:hidden">
            <Badge>{kindLabel}</Badge>
            <span className="truncate">{sizeOf(comparison)}</span>
          </span>
          {runStatusSchema.options.map((status) => {
            const count = counts[status] ?? 0;
            if (count === 0) return null;
            const { label, tone } = STATUS_LABELS[status];
            return (
              <span key={status} className="inline-flex items-center gap-1.5 whitespace-nowrap">
                <StatusDot tone={tone} />
                {count} {label.toLowerCase()}
              </span>
            );
          })}
          {Object.keys(counts).length === 0 && <span className="text-ink-3">Not run</span>}
        </span>
        <span className="self-center text-right text-xs/5 whitespace-nowrap text-ink-3">
          <time dateTime={updatedAt} className="block">
            {timeOfDay(updatedAt)}
          </time>
          <span className="block">{dayLabel(changed, new Date())}</span>
        </span>
      </Link>
      <span className="flex items-center pl-1">
        <IconButton
          size="sm"
          label={`Delete ${named(name || 'the comparison', updatedAt)}`}
          tooltip="Delete comparison"
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
          label={`More: ${named(name || 'the comparison', updatedAt)}`}
          actions={[
            {
              label: 'Delete comparison',
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

function sizeOf({ kind, cellCount, varies }: ComparisonSummary): string {
  if (kind === 'columns') return counted(cellCount, 'column');
  const names = varies.map((name) =>
    name === 'variants'
      ? 'Settings'
      : name in PARAMETERS
        ? PARAMETERS[name as keyof typeof PARAMETERS].label
        : capitalized(name),
  );
  return [...(names.length > 0 ? [names.join(' × ')] : []), counted(cellCount, 'run')].join(', ');
}

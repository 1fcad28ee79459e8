'use client';

import { FileText, Star, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ComponentType, lazy, Suspense } from 'react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { Link } from '@/components/ui/link';
import { MoreMenu } from '@/components/ui/more-menu';
import { StatusDot } from '@/components/ui/status-dot';
import { Tooltip } from '@/components/ui/tooltip';
import { dayLabel, timeOfDay } from '@/lib/history/client/history-pages';
import type { RunHit } from '@/lib/history/model/run-page';
import { mayHide } from '@/lib/protocol/tokens/may-hide';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';
import type { RunSummary } from '@/lib/runs/model/runs';
import type { RunChangesProps } from './run-changes';

// Loaded with the first run that has changed something. The line can be read without.
const RunChanges = lazy(async (): Promise<{ default: ComponentType<RunChangesProps> }> => {
  const loaded = await import('./run-changes').catch(() => null);
  return { default: loaded?.RunChanges ?? (() => null) };
});
// Loaded only for a search, or for a name with hidden characters.
const MarkedText = lazy(async () => ({ default: (await import('./browse/marked-text')).MarkedText }));

export interface HistoryRowProps {
  run: RunSummary;
  /** Names it for its buttons, unique in the list. */
  label: string;
  /** The search text; empty: no search. */
  query: string;
  /** Where the search found it, when the row does not show that text. */
  hit: RunHit | undefined;
  current: boolean;
  /** The one row that the Tab key stops at; arrow keys move from there. */
  tabStop: boolean;
  onOpen: () => void;
  onDelete: () => void;
}

/** One run; a press opens it in the playground. */
export function HistoryRow(props: HistoryRowProps) {
  const { run, label, query, hit, current, tabStop, onOpen, onDelete } = props;
  const router = useRouter();
  const { label: status, tone } = STATUS_LABELS[run.status];
  const name = run.title ?? run.promptPreview;
  return (
    <div className="group relative h-full">
      <button
        type="button"
        data-run={run.id}
        tabIndex={tabStop ? 0 : -1}
        aria-current={current || undefined}
        onClick={onOpen}
        className={cx(
          // On touch screens a button is always visible, and all lines end before it.
          'flex h-full w-full flex-col justify-center px-4 text-left -outline-offset-2 transition-colors hover:bg-hover pointer-coarse:pr-12',
          'aria-[current]:bg-accent-soft aria-[current]:shadow-[inset_2px_0_0_var(--accent)]',
        )}
      >
        <span className="flex w-full items-center gap-1 group-focus-within:pr-13 group-hover:pr-13 pointer-coarse:pr-0">
          {run.starred && (
            <Star role="img" aria-label="Starred" fill="currentColor" className="size-3 shrink-0 text-warn" />
          )}
          <span className="min-w-0 truncate text-sm">
            {name === '' ? (
              <span className="text-ink-3">Empty prompt</span>
            ) : (
              <Marked text={name} query={query} />
            )}
          </span>
        </span>
        <span className="flex w-full min-w-0 items-baseline gap-1.5 text-xs text-ink-2">
          <span className="min-w-0 truncate">
            {run.outputPreview === '' && run.status !== 'streaming' && !hit ? (
              <span className="text-ink-3">No text</span>
            ) : (
              <Marked text={hit?.text ?? run.outputPreview} query={query} />
            )}
          </span>
          {/* In a search, its place is the match's. */}
          {(run.changes ?? run.branchedAfter) !== undefined && query === '' && (
            <Suspense fallback={null}>
              <RunChanges run={run} />
            </Suspense>
          )}
        </span>
        <span className="flex w-full items-center gap-1.5 text-xs text-ink-3">
          <StatusDot
            tone={tone}
            label={status}
            className={run.status === 'streaming' ? 'animate-pulse' : undefined}
          />
          <span className="truncate font-mono text-2xs">{run.model}</span>
          {run.choiceCount > 1 && (
            <span className="shrink-0">
              <span aria-hidden="true">×{run.choiceCount}</span>
              <span className="sr-only">{run.choiceCount} choices</span>
            </span>
          )}
          {run.source === 'api' && (
            <span className="min-w-6 shrink truncate" title={run.sourceName ?? undefined}>
              API<span className="sr-only">{run.sourceName && `, ${run.sourceName}`}</span>
            </span>
          )}
          {/* For the usual status the dot is enough; every other one gets a word. */}
          {run.status !== 'complete' && <span className="shrink-0">{status}</span>}
          <time dateTime={run.createdAt} className="ml-auto shrink-0 pl-2">
            {query === '' ? timeOfDay(run.createdAt) : dayLabel(new Date(run.createdAt), new Date())}
          </time>
        </span>
      </button>
      <span className="absolute top-1 right-2 flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:inset-y-0 pointer-coarse:right-1 pointer-coarse:items-center pointer-coarse:opacity-100">
        <MoreMenu
          label={`More: ${label}`}
          tabIndex={tabStop ? 0 : -1}
          actions={[
            {
              label: 'Run details',
              icon: <FileText aria-hidden="true" />,
              onSelect: () => router.push(`/history/${run.id}`),
            },
            { label: 'Delete run', icon: <Trash2 aria-hidden="true" />, tone: 'bad', onSelect: onDelete },
          ]}
        />
        <Tooltip content="Open run details">
          <Link
            href={`/history/${run.id}`}
            prefetch={false}
            aria-label={`Open run details: ${label}`}
            tabIndex={tabStop ? 0 : -1}
            className="inline-flex size-6 items-center justify-center rounded-sm text-ink-2 transition-colors hover:bg-hover hover:text-ink pointer-coarse:hidden"
          >
            <FileText aria-hidden="true" className="size-3.5" />
          </Link>
        </Tooltip>
        <IconButton
          size="sm"
          label={`Delete run: ${label}`}
          tooltip="Delete run"
          shortcut="delete"
          // For the mouse. By keyboard a run is deleted with its key or in its menu: one press on the way back from what
          // is below the list must not do it.
          tabIndex={-1}
          onClick={onDelete}
          className="pointer-coarse:hidden"
        >
          <Trash2 aria-hidden="true" />
        </IconButton>
      </span>
    </div>
  );
}

function Marked({ text, query }: { text: string; query: string }) {
  if (query === '' && !mayHide(text)) return text;
  return (
    <Suspense fallback={text}>
      <MarkedText text={text} query={query} lead={16} />
    </Suspense>
  );
}

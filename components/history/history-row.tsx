'use client';

import { Trash2 } from 'lucide-react';
import { cx } from '@/components/ui/cx';
import { IconButton } from '@/components/ui/icon-button';
import { StatusDot } from '@/components/ui/status-dot';
import { timeOfDay } from '@/lib/client/history/history-pages';
import { STATUS_WORDS } from '@/lib/client/runs/status-words';
import type { RunSummary } from '@/lib/contract/runs';

export interface HistoryRowProps {
  run: RunSummary;
  current: boolean;
  /** The one row that the Tab key stops at; arrow keys move on from there. */
  tabStop: boolean;
  onOpen: () => void;
  onDelete: () => void;
}

export function HistoryRow({ run, current, tabStop, onOpen, onDelete }: HistoryRowProps) {
  const { word, tone } = STATUS_WORDS[run.status];
  return (
    <div className="group relative h-full">
      <button
        type="button"
        data-run={run.id}
        tabIndex={tabStop ? 0 : -1}
        aria-current={current || undefined}
        onClick={onOpen}
        className={cx(
          'flex h-full w-full flex-col justify-center px-4 text-left -outline-offset-2 transition-colors hover:bg-hover',
          'aria-[current]:bg-accent-soft aria-[current]:shadow-[inset_2px_0_0_var(--accent)]',
        )}
      >
        <span className="w-full truncate text-sm group-focus-within:pr-7 group-hover:pr-7 pointer-coarse:pr-9">
          {run.title ?? (run.promptPreview || <span className="text-ink-3">Empty prompt</span>)}
        </span>
        <span className="flex w-full items-center gap-1.5 text-xs text-ink-3">
          <StatusDot
            tone={tone}
            label={word}
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
          {/* What most rows say is said by the dot alone; the rest is worth a word. */}
          {run.status !== 'complete' && <span className="shrink-0">{word}</span>}
          <time dateTime={run.createdAt} className="ml-auto shrink-0 pl-2">
            {timeOfDay(run.createdAt)}
          </time>
        </span>
      </button>
      <IconButton
        size="sm"
        label="Delete run"
        shortcut="delete"
        tabIndex={tabStop ? 0 : -1}
        onClick={onDelete}
        className="absolute top-1 right-2 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
      >
        <Trash2 aria-hidden="true" />
      </IconButton>
    </div>
  );
}

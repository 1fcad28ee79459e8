'use client';

import { GitBranch, Link2, Star, StickyNote } from 'lucide-react';
import { type MouseEvent, memo } from 'react';
import { Badge } from '@/components/ui/badge';
import { cx } from '@/components/ui/cx';
import { joined } from '@/components/ui/joined';
import { Link } from '@/components/ui/link';
import { StatusDot } from '@/components/ui/status-dot';
import { Tooltip } from '@/components/ui/tooltip';
import { dayLabel, timeOfDay } from '@/lib/history/client/history-pages';
import { branchPoint } from '@/lib/history/model/changed-words';
import type { RunHit } from '@/lib/history/model/run-page';
import { formatCost } from '@/lib/protocol/run/money';
import { STATUS_LABELS } from '@/lib/runs/client/status-labels';
import { changesText } from '@/lib/runs/model/change-text';
import { formatMs } from '@/lib/runs/model/run-figures';
import type { RunSummary } from '@/lib/runs/model/runs';
import { MarkedText } from './marked-text';

/** Pixels; every line has the same height, so that a hundred thousand of them can be scrolled. */
export const LINE_HEIGHT = 64;
/** Of a run in one line. */
export const COMPACT_HEIGHT = 36;

export interface RunLineProps {
  run: RunSummary;
  /** Names it for its buttons, unique in the list. */
  label: string;
  hit: RunHit | undefined;
  query: string;
  /** Characters that may stand before a match. */
  lead: number;
  selected: boolean;
  /** The one line that the Tab key stops at. */
  tabStop: boolean;
  /** A heading above it says which day it is of. */
  underDay: boolean;
  /** Everything in one line. */
  compact: boolean;
  onSelect: (runId: string, range: boolean) => void;
  onStar: (run: RunSummary) => void;
}

const FIELD_LABELS: Readonly<Record<RunHit['field'], string>> = {
  note: 'Note',
  prompt: 'Prompt',
  output: 'Output',
};

/** One run: its prompt, output and figures. */
export const RunLine = memo(function RunLine(props: RunLineProps) {
  const { run, label, hit, query, lead, selected, tabStop, underDay, compact, onSelect, onStar } = props;
  const { label: status, tone } = STATUS_LABELS[run.status];
  const name = run.title ?? run.promptPreview;
  const tab = tabStop ? 0 : -1;
  const size = joined(
    run.tokenCount !== null && `${run.tokenCount.toLocaleString('en')} tokens`,
    run.choiceCount > 1 && `×${run.choiceCount}`,
  );
  const spent = joined(run.durationMs !== null && formatMs(run.durationMs), run.cost && formatCost(run.cost));
  const point = run.branchedAfter === undefined ? null : branchPoint(run.promptPreview, run.branchedAfter);
  return (
    <div
      className={cx(
        'group flex h-full items-stretch border-b border-line pr-4 transition-colors',
        selected ? 'bg-accent-soft/60 hover:bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <label className="flex w-10 shrink-0 cursor-pointer items-center pl-4">
        <input
          type="checkbox"
          tabIndex={tab}
          aria-label={`Select: ${label}`}
          checked={selected}
          // On click, since only a click says whether Shift is held.
          onClick={(event: MouseEvent) => onSelect(run.id, event.shiftKey)}
          onChange={() => undefined}
          className="size-3.5 accent-accent"
        />
      </label>
      <Tooltip content={run.starred ? 'Starred' : 'Star'}>
        <button
          type="button"
          tabIndex={tab}
          aria-pressed={run.starred}
          aria-label={`${run.starred ? 'Starred' : 'Star'}: ${label}`}
          onClick={() => onStar(run)}
          className={cx(
            'flex w-6 shrink-0 items-center justify-center rounded-sm -outline-offset-2 hover:text-ink pointer-coarse:w-10',
            run.starred ? 'text-warn' : 'text-ink-3',
          )}
        >
          <Star aria-hidden="true" className="size-3.5" fill={run.starred ? 'currentColor' : 'none'} />
        </button>
      </Tooltip>
      <Link
        href={`/history/${run.id}`}
        prefetch={false}
        data-run={run.id}
        tabIndex={tab}
        className={cx(
          'grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)_auto] content-center gap-x-4 pl-2 -outline-offset-2 pointer-coarse:pl-0',
          // The last has the time, in compact rows with its day beside it: as wide in each row, so that all stand in line.
          compact
            ? underDay
              ? 'wide:grid-cols-[minmax(0,1fr)_160px_190px_64px]'
              : 'wide:grid-cols-[minmax(0,1fr)_160px_190px_164px]'
            : 'wide:grid-cols-[minmax(0,1fr)_200px_150px_104px]',
        )}
      >
        <span className={cx('min-w-0', compact && 'flex items-center gap-3')}>
          <span className={cx('flex min-w-0 items-center gap-2', compact && 'max-w-3/5 shrink-0')}>
            <span className={cx('truncate text-sm', run.title !== null && 'font-medium')}>
              {name === '' ? (
                <span className="text-ink-3">Empty prompt</span>
              ) : (
                <MarkedText text={name} query={query} lead={lead} />
              )}
            </span>
            {run.links > 0 && (
              <span className="inline-flex shrink-0 items-center text-ink-3" title={linksLabel(run.links)}>
                <Link2 role="img" aria-label={linksLabel(run.links)} className="size-3.5" />
              </span>
            )}
            {run.hasNote && (
              <StickyNote role="img" aria-label="Has a note" className="size-3.5 shrink-0 text-ink-3" />
            )}
            {/* Where it is narrow: one, and in a search the match has its place. */}
            {run.tags.slice(0, 3).map((tag, at) => (
              <Badge
                key={tag}
                className={cx('max-w-20 wide:max-w-28', (at > 0 || query !== '') && 'max-wide:hidden')}
              >
                <span className="truncate">{tag}</span>
              </Badge>
            ))}
            {run.tags.length > 1 && query === '' && (
              <span className="shrink-0 text-2xs text-ink-3 wide:hidden">+{run.tags.length - 1}</span>
            )}
            {run.tags.length > 3 && (
              <span className="shrink-0 text-2xs text-ink-3 max-wide:hidden">+{run.tags.length - 3}</span>
            )}
          </span>
          <span className="flex min-w-0 flex-1 items-center gap-2 text-xs/5 text-ink-3">
            <span className="min-w-0 truncate font-mono">
              {hit ? (
                <>
                  <span className="font-sans">{FIELD_LABELS[hit.field]}: </span>
                  <MarkedText text={hit.text} query={query} lead={lead} />
                </>
              ) : run.outputPreview === '' ? (
                <span className="font-sans">No text</span>
              ) : (
                <MarkedText text={run.outputPreview} query={query} lead={lead} />
              )}
            </span>
            {/* In a search, its place is the match's. */}
            {run.changes && query === '' && (
              <Badge className="max-w-[45%] shrink-0">
                <span className="truncate first-letter:uppercase">{changesText(run.changes)}</span>
              </Badge>
            )}
            {run.branchedAfter !== undefined && query === '' && (
              <Badge className="max-w-[45%] shrink-0">
                <GitBranch role="img" aria-label="Branched" className="size-3 shrink-0" />
                {point && <span className="truncate">{point}</span>}
              </Badge>
            )}
          </span>
        </span>
        <span className="hidden min-w-0 self-center wide:block">
          <span className="block truncate font-mono text-xs/5 text-ink-2" title={run.model}>
            {run.model}
          </span>
          {!compact && (
            <span className="block truncate text-xs text-ink-3">
              {run.source === 'api'
                ? joined('API', run.sourceName ?? run.connectionName)
                : run.connectionName}
            </span>
          )}
        </span>
        <span className="hidden self-center text-right text-xs/5 text-ink-3 tabular-nums wide:block">
          {compact ? (
            <span className="block truncate">{joined(size, spent)}</span>
          ) : (
            <>
              <span className="block">{size}</span>
              <span className="block">{spent}</span>
            </>
          )}
        </span>
        <span
          className={cx(
            'self-center text-right text-xs/5 text-ink-3',
            compact && 'flex flex-row-reverse items-center gap-2 tabular-nums',
          )}
        >
          <span className="flex items-center justify-end gap-1.5 whitespace-nowrap">
            <StatusDot
              tone={tone}
              label={status}
              className={run.status === 'streaming' ? 'animate-pulse' : undefined}
            />
            <time dateTime={run.createdAt}>{timeOfDay(run.createdAt)}</time>
          </span>
          {!underDay && (
            <span className="block whitespace-nowrap">{dayLabel(new Date(run.createdAt), new Date())}</span>
          )}
        </span>
      </Link>
    </div>
  );
});

function linksLabel(count: number): string {
  return count === 1 ? '1 shared link' : `${count} shared links`;
}

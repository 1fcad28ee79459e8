'use client';

import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { historyRows, type HistoryRow as Row } from '@/lib/history/client/history-pages';
import { runLabels } from '@/lib/history/model/run-label';
import type { RunHit } from '@/lib/history/model/run-page';
import type { RunSummary } from '@/lib/runs/model/runs';
import { HistoryRow } from './history-row';
import { MoreRuns } from './more-runs';
import { useRowWindow } from './use-row-window';

const DAY_HEIGHT = 32;
const RUN_HEIGHT = 52;
/** With a line for what was found. */
const FOUND_HEIGHT = 70;
/** The next page is asked for when this few rows are left below. */
const AHEAD = 20;

export interface HistoryListProps {
  runs: readonly RunSummary[];
  /** What is searched for; empty: nothing. */
  query: string;
  /** Where a search hit what a row does not show, by run id. */
  hits: Readonly<Record<string, RunHit>>;
  currentId: string | null;
  hasMore: boolean;
  isLoadingMore: boolean;
  moreError: Error | null;
  onMore: () => void;
  onOpen: (runId: string) => void;
  onDelete: (run: RunSummary) => void;
  /** Up from the first row. */
  onLeave: () => void;
}

/** Rows of which only those in sight exist, so that a long history costs no more than a short one. */
export function HistoryList(props: HistoryListProps) {
  const { runs, query, hits, currentId, hasMore, isLoadingMore, moreError } = props;
  const { onMore, onOpen, onDelete, onLeave } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  // What is found comes in an order of its own: first the words, then pieces of them.
  const rows = useMemo(() => (query === '' ? historyRows(runs, new Date()) : runs.map(asRow)), [runs, query]);
  const runHeight = query === '' ? RUN_HEIGHT : FOUND_HEIGHT;
  const heights = useMemo(
    () => rows.map((row) => (row.kind === 'day' ? DAY_HEIGHT : runHeight)),
    [rows, runHeight],
  );
  const { first, end, tops, reveal } = useRowWindow(scroller, heights);
  const items = rows.slice(first, end);

  useEffect(() => {
    if (hasMore && !isLoadingMore && !moreError && end > rows.length - AHEAD) onMore();
  }, [hasMore, isLoadingMore, moreError, end, rows.length, onMore]);

  const shown = items.flatMap((row) => runOf(row) ?? []);
  const labels = runLabels(shown);
  const tabStop =
    shown.find((run) => run.id === activeId) ?? shown.find((run) => run.id === currentId) ?? shown[0];

  function focusRow(index: number): void {
    const run = runOf(rows[index]);
    if (!run) return;
    setActiveId(run.id);
    reveal(index);
    // The row may come to exist only with this scroll.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-run="${CSS.escape(run.id)}"]`)?.focus(),
    );
  }

  function onKeyDown(event: KeyboardEvent): void {
    const id = event.target instanceof HTMLElement ? event.target.dataset.run : undefined;
    const at = rows.findIndex((row) => runOf(row)?.id === id);
    const run = runOf(rows[at]);
    if (!run) return;
    const target = targetOf(event.key, at, rows);
    if (event.key === 'ArrowUp' && target === null) onLeave();
    else if (target !== null) focusRow(target);
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      const next = nextRun(rows, at, 1) ?? nextRun(rows, at, -1);
      onDelete(run);
      if (next !== null) focusRow(next);
    } else return;
    event.preventDefault();
  }

  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <ul aria-label="Runs" className="relative" style={{ height: tops.at(-1) }} onKeyDown={onKeyDown}>
        {items.map((row, offset) => {
          const index = first + offset;
          return (
            <li
              key={row.key}
              className="absolute inset-x-0 top-0"
              style={{ height: heights[index], transform: `translateY(${tops[index]}px)` }}
            >
              {row.kind === 'day' ? (
                <h3 className="flex h-full items-end px-4 pb-1 text-2xs font-medium text-ink-3">
                  {row.label}
                </h3>
              ) : (
                <HistoryRow
                  run={row.run}
                  label={labels.get(row.run.id) ?? ''}
                  query={query}
                  hit={hits[row.run.id]}
                  current={row.run.id === currentId}
                  tabStop={row.run.id === tabStop?.id}
                  onOpen={() => {
                    setActiveId(row.run.id);
                    onOpen(row.run.id);
                  }}
                  onDelete={() => onDelete(row.run)}
                />
              )}
            </li>
          );
        })}
      </ul>
      <MoreRuns loading={isLoadingMore && 'Loading older runs'} error={moreError} onRetry={onMore} />
    </div>
  );
}

function asRow(run: RunSummary): Row {
  return { kind: 'run', key: run.id, run };
}

function runOf(row: Row | undefined): RunSummary | null {
  return row?.kind === 'run' ? row.run : null;
}

/** The index of the next row that is a run, over the headings of days; null past the end. */
function nextRun(rows: readonly Row[], from: number, step: 1 | -1): number | null {
  for (let at = from + step; at >= 0 && at < rows.length; at += step) {
    if (runOf(rows[at])) return at;
  }
  return null;
}

function targetOf(key: string, at: number, rows: readonly Row[]): number | null {
  switch (key) {
    case 'ArrowDown':
      return nextRun(rows, at, 1);
    case 'ArrowUp':
      return nextRun(rows, at, -1);
    case 'Home':
      return nextRun(rows, -1, 1);
    case 'End':
      return nextRun(rows, rows.length, -1);
    default:
      return null;
  }
}

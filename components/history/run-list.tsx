'use client';

import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Spinner } from '@/components/ui/spinner';
import type { useHistory } from '@/lib/history/client/history';
import type { HistoryRow as Row } from '@/lib/history/client/history-pages';
import { runLabels } from '@/lib/history/model/run-label';
import type { RunSummary } from '@/lib/runs/model/runs';
import { useRowWindow } from './use-row-window';

const DAY_HEIGHT = 32;
/** Rows that a Page key moves by. */
const PAGE_ROWS = 10;

export interface RunListProps {
  rows: readonly Row[];
  /** Of a run's row, in pixels: every one has the same, so that a hundred thousand of them can be scrolled. */
  rowHeight: number;
  /** The next page is asked for when this few rows are left below. */
  ahead: number;
  pages: Pick<ReturnType<typeof useHistory>, 'hasMore' | 'isLoadingMore' | 'moreError' | 'loadMore'>;
  /** The run that the Tab key comes to first. */
  currentId?: string | null;
  /** Of the list that is shown: it is found again where it had been scrolled to. Absent: it begins at its top. */
  scrollKey?: string;
  /** A key that the list does not take itself; answers true when it is taken. */
  onKey?: (event: KeyboardEvent, run: RunSummary) => boolean;
  onDelete: (run: RunSummary) => void;
  /** Up from the first row. */
  onLeave?: () => void;
  className?: string;
  /** Draws a run. `label` names it for its buttons as no other of the list; the Tab key stops at one row. */
  children: (run: RunSummary, label: string, isTabStop: boolean) => ReactNode;
}

/** How far each list had been scrolled, for coming back from the page of a run. */
const scrolled = new Map<string, number>();

/**
 * Rows of which only those in sight exist, so that a long history costs no more than a short one. Arrows, Home, End and
 * the Page keys walk, Delete deletes.
 */
export function RunList(props: RunListProps) {
  const { rows, rowHeight, ahead, currentId, scrollKey, onKey, onDelete, onLeave, className, children } =
    props;
  const { hasMore, isLoadingMore, moreError, loadMore } = props.pages;
  const scroller = useRef<HTMLDivElement>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const heights = useMemo(
    () => rows.map((row) => (row.kind === 'day' ? DAY_HEIGHT : rowHeight)),
    [rows, rowHeight],
  );
  const { first, end, tops, reveal } = useRowWindow(scroller, heights);
  const items = rows.slice(first, end);
  const shown = items.flatMap((row) => runOf(row) ?? []);
  const labels = runLabels(shown);
  const tabStop =
    shown.find((run) => run.id === activeId) ?? shown.find((run) => run.id === currentId) ?? shown[0];

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element || scrollKey === undefined) return;
    element.scrollTop = scrolled.get(scrollKey) ?? 0;
    const note = () => scrolled.set(scrollKey, element.scrollTop);
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, [scrollKey]);

  useEffect(() => {
    if (hasMore && !isLoadingMore && !moreError && end > rows.length - ahead) void loadMore();
  }, [hasMore, isLoadingMore, moreError, end, rows.length, ahead, loadMore]);

  function focusRow(index: number | null): void {
    const run = index === null ? null : runOf(rows[index]);
    if (index === null || !run) return;
    setActiveId(run.id);
    reveal(index);
    // The row may come to exist only with this scroll.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-run="${CSS.escape(run.id)}"]`)?.focus(),
    );
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const id = runIdAt(event.target);
    const at = rows.findIndex((row) => runOf(row)?.id === id);
    const run = runOf(rows[at]);
    if (!run) return;
    const target = targetOf(event.key, at, rows);
    if (target !== undefined) {
      if (target === at && onLeave && event.key === 'ArrowUp') onLeave();
      else focusRow(target);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      onDelete(run);
      focusRow(nextRun(rows, at, 1) ?? nextRun(rows, at, -1));
    } else if (!onKey?.(event, run)) return;
    event.preventDefault();
  }

  return (
    <div ref={scroller} className={cx('min-h-0 flex-1 overflow-y-auto overscroll-contain', className)}>
      <ul
        aria-label="Runs"
        className="relative"
        style={{ height: tops.at(-1) }}
        onKeyDown={onKeyDown}
        onFocus={({ target }) => setActiveId((now) => runIdAt(target) ?? now)}
      >
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
                children(row.run, labels.get(row.run.id) ?? '', row.run.id === tabStop?.id)
              )}
            </li>
          );
        })}
      </ul>
      {isLoadingMore && (
        <p role="status" className="flex items-center justify-center gap-2 py-3 text-xs text-ink-3">
          <Spinner /> Loading more runs
        </p>
      )}
      {moreError && (
        <p className="flex flex-col items-center gap-2 px-4 py-3 text-center text-xs text-ink-2">
          {moreError.message}
          <Button size="sm" onClick={() => void loadMore()}>
            Try again
          </Button>
        </p>
      )}
    </div>
  );
}

function runOf(row: Row | undefined): RunSummary | null {
  return row?.kind === 'run' ? row.run : null;
}

/** The run whose row this is in. */
function runIdAt(target: EventTarget): string | null {
  const row = target instanceof Element ? target.closest('li') : null;
  return row?.querySelector<HTMLElement>('[data-run]')?.dataset.run ?? null;
}

/** The index of the nth row that is a run, over the headings of days, or of the last one there is; null without any. */
function nextRun(rows: readonly Row[], from: number, step: 1 | -1, count = 1): number | null {
  let found: number | null = null;
  let left = count;
  for (let at = from + step; at >= 0 && at < rows.length && left > 0; at += step) {
    if (!runOf(rows[at])) continue;
    found = at;
    left -= 1;
  }
  return found;
}

/** Where a key moves to; undefined: it is no key of moving. */
function targetOf(key: string, at: number, rows: readonly Row[]): number | null | undefined {
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return nextRun(rows, at, 1) ?? at;
    case 'ArrowUp':
    case 'k':
      return nextRun(rows, at, -1) ?? at;
    case 'PageDown':
      return nextRun(rows, at, 1, PAGE_ROWS) ?? at;
    case 'PageUp':
      return nextRun(rows, at, -1, PAGE_ROWS) ?? at;
    case 'Home':
      return nextRun(rows, -1, 1);
    case 'End':
      return nextRun(rows, rows.length, -1);
    default:
      return undefined;
  }
}

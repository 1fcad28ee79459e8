'use client';

import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { Button } from '@/components/ui/button';
import { cx } from '@/components/ui/cx';
import { Spinner } from '@/components/ui/spinner';
import { useRowWindow } from '@/components/ui/use-row-window';
import type { useHistory } from '@/lib/history/client/history';
import type { HistoryRow as Row } from '@/lib/history/client/history-pages';
import { runLabels } from '@/lib/history/model/run-label';
import type { RunSummary } from '@/lib/runs/model/runs';
import { coveredHeight, DAY_HEIGHT, rowHeights } from './row-heights';

export interface RunListProps {
  rows: readonly Row[];
  /**
   * The height of a run's row in pixels: all are equal, so that a hundred thousand of them can be scrolled.
   */
  rowHeight: number;
  /** The next page is loaded when this few rows are left below. */
  ahead: number;
  pages: Pick<ReturnType<typeof useHistory>, 'hasMore' | 'isLoadingMore' | 'moreError' | 'loadMore'>;
  /** The run that the Tab key stops at first. */
  currentId?: string | null;
  ref?: RefObject<HTMLDivElement | null>;
  /** Handles a key that the list does not use itself; returns true when it did. */
  onKey?: (event: KeyboardEvent, run: RunSummary) => boolean;
  onDelete: (run: RunSummary) => void;
  /** Called for the up key on the first row. */
  onLeave?: () => void;
  className?: string;
  /** Draws a run. `label` names it for its buttons, unique in the list; the Tab key stops at one row. */
  children: (run: RunSummary, label: string, isTabStop: boolean) => ReactNode;
}

/**
 * Only the visible rows exist, so that a long history costs no more than a short one. Arrows, Home, End and
 * the Page keys move, Delete deletes.
 */
export function RunList(props: RunListProps) {
  const { rows, rowHeight, ahead, currentId, ref, onKey, onDelete, onLeave, className, children } = props;
  const { hasMore, isLoadingMore, moreError, loadMore } = props.pages;
  const own = useRef<HTMLDivElement>(null);
  const scroller = ref ?? own;
  const [activeId, setActiveId] = useState<string | null>(null);
  const heights = useMemo(() => rowHeights(rows, rowHeight), [rows, rowHeight]);
  const hasDays = rows[0]?.kind === 'day';
  const { first, end, top, tops, reveal } = useRowWindow(scroller, heights, coveredHeight(rows));
  const items = rows.slice(first, end);
  const shown = items.flatMap((row) => runOf(row) ?? []);
  const labels = runLabels(shown);
  const day = hasDays && dayAt(rows, top);
  const tabStop =
    shown.find((run) => run.id === activeId) ?? shown.find((run) => run.id === currentId) ?? shown[0];

  useEffect(() => {
    if (hasMore && !isLoadingMore && !moreError && end > rows.length - ahead) void loadMore();
  }, [hasMore, isLoadingMore, moreError, end, rows.length, ahead, loadMore]);

  function focusRow(index: number | null): void {
    const run = index === null ? null : runOf(rows[index]);
    if (index === null || !run) return;
    setActiveId(run.id);
    reveal(index);
    // The row may exist only after this scroll.
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
    const step = STEPS[event.key];
    if (step !== undefined) {
      const target = runAway(rows, at, step);
      if (target === null && event.key === 'ArrowUp' && onLeave) onLeave();
      else focusRow(target ?? at);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      onDelete(run);
      focusRow(runAway(rows, at, 1) ?? runAway(rows, at, -1));
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
        {day && (
          // Which day the rows below it are of, also while its heading is out of view.
          <li
            aria-hidden="true"
            className="sticky top-0 z-1 bg-bg in-[[role=dialog]]:bg-surface"
            style={{ height: DAY_HEIGHT }}
          >
            <Day label={day} />
          </li>
        )}
        {items.map((row, offset) => {
          const index = first + offset;
          return (
            <li
              key={row.key}
              className="absolute inset-x-0 top-0"
              style={{ height: heights[index], transform: `translateY(${tops[index]}px)` }}
            >
              {row.kind === 'day' ? (
                <h3 className="h-full">
                  <Day label={row.label} />
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

function Day({ label }: { label: string }) {
  return <span className="flex h-full items-end px-4 pb-1 text-2xs font-medium text-ink-3">{label}</span>;
}

/** The day of a row. */
function dayAt(rows: readonly Row[], index: number): string | null {
  for (let at = index; at >= 0; at -= 1) {
    const row = rows[at];
    if (row?.kind === 'day') return row.label;
  }
  return null;
}

function runOf(row: Row | undefined): RunSummary | null {
  return row?.kind === 'run' ? row.run : null;
}

/** The run of the row that contains the target. */
function runIdAt(target: EventTarget): string | null {
  const row = target instanceof Element ? target.closest('li') : null;
  return row?.querySelector<HTMLElement>('[data-run]')?.dataset.run ?? null;
}

/**
 * The index of the row this many runs away, skipping headings of days; stops at the last one that way. Null:
 * there is none.
 */
function runAway(rows: readonly Row[], from: number, by: number): number | null {
  const step = Math.sign(by);
  let found: number | null = null;
  let left = Math.abs(by);
  for (let at = from + step; rows[at] && left > 0; at += step) {
    if (!runOf(rows[at])) continue;
    found = at;
    left -= 1;
  }
  return found;
}

/** How many runs a key moves by. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  j: 1,
  ArrowUp: -1,
  k: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

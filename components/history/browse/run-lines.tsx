'use client';

import { type KeyboardEvent, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { MoreRuns } from '@/components/history/more-runs';
import { runLabels } from '@/lib/history/model/run-label';
import type { RunHit } from '@/lib/history/model/run-page';
import type { RunSummary } from '@/lib/runs/model/runs';
import { useRowWindow } from '../use-row-window';
import { LINE_HEIGHT, RunLine } from './run-line';

/** The next page is asked for when this few lines are left below: a flick of the wheel is a hundred lines. */
const AHEAD = 100;

export interface RunLinesProps {
  runs: readonly RunSummary[];
  hits: Readonly<Record<string, RunHit>>;
  query: string;
  selection: ReadonlySet<string>;
  hasMore: boolean;
  isLoadingMore: boolean;
  moreError: Error | null;
  /** Of the list that is shown: where the reader was in it is found again. */
  placeKey: string;
  onMore: () => void;
  onSelect: (runId: string, range: boolean) => void;
  onStar: (run: RunSummary) => void;
  onDelete: (run: RunSummary) => void;
}

/** How far each list had been scrolled, for whoever comes back from a run. */
const places = new Map<string, number>();

/** Lines of which only those in sight exist. Arrows, Home and End walk; X selects, S stars, Delete deletes. */
export function RunLines(props: RunLinesProps) {
  const { runs, hits, query, selection, hasMore, isLoadingMore, moreError, placeKey } = props;
  const { onMore, onSelect, onStar, onDelete } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [activeId, setActiveId] = useState<string | null>(null);
  const heights = useMemo(() => new Array<number>(runs.length).fill(LINE_HEIGHT), [runs.length]);
  const { first, end, tops, reveal } = useRowWindow(scroller, heights);
  const shown = runs.slice(first, end);
  const labels = runLabels(shown);
  const tabStop = shown.find((run) => run.id === activeId) ?? shown[0];

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    element.scrollTop = places.get(placeKey) ?? 0;
    const note = () => places.set(placeKey, element.scrollTop);
    element.addEventListener('scroll', note, { passive: true });
    return () => element.removeEventListener('scroll', note);
  }, [placeKey]);

  useEffect(() => {
    if (hasMore && !isLoadingMore && !moreError && end > runs.length - AHEAD) onMore();
  }, [hasMore, isLoadingMore, moreError, end, runs.length, onMore]);

  function focusLine(index: number): void {
    const run = runs[index];
    if (!run) return;
    setActiveId(run.id);
    reveal(index);
    // The line may come to exist only with this scroll.
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-run="${CSS.escape(run.id)}"]`)?.focus(),
    );
  }

  function onFocus({ target }: { target: EventTarget }): void {
    const line =
      target instanceof HTMLElement ? target.closest('li')?.querySelector<HTMLElement>('[data-run]') : null;
    if (line?.dataset.run) setActiveId(line.dataset.run);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const at = runs.findIndex((run) => run.id === activeId);
    const run = runs[at];
    if (!run) return;
    switch (event.key) {
      case 'ArrowDown':
      case 'j':
        focusLine(Math.min(runs.length - 1, at + 1));
        break;
      case 'ArrowUp':
      case 'k':
        focusLine(Math.max(0, at - 1));
        break;
      case 'PageDown':
        focusLine(Math.min(runs.length - 1, at + 10));
        break;
      case 'PageUp':
        focusLine(Math.max(0, at - 10));
        break;
      case 'Home':
        focusLine(0);
        break;
      case 'End':
        focusLine(runs.length - 1);
        break;
      case 'x':
      case 'X':
        onSelect(run.id, event.shiftKey);
        break;
      case 's':
        onStar(run);
        break;
      case 'Delete':
      case 'Backspace':
        onDelete(run);
        focusLine(at + 1 < runs.length ? at + 1 : at - 1);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  return (
    <div
      ref={scroller}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain border-t short:h-[max(100dvh,16rem)] short:flex-none"
    >
      <ul
        aria-label="Runs"
        className="relative"
        style={{ height: tops.at(-1) }}
        onKeyDown={onKeyDown}
        onFocus={onFocus}
      >
        {shown.map((run, offset) => (
          <li
            key={run.id}
            className="absolute inset-x-0 top-0"
            style={{ height: LINE_HEIGHT, transform: `translateY(${tops[first + offset]}px)` }}
          >
            <RunLine
              run={run}
              label={labels.get(run.id) ?? ''}
              hit={hits[run.id]}
              query={query}
              selected={selection.has(run.id)}
              tabStop={run.id === tabStop?.id}
              onSelect={onSelect}
              onStar={onStar}
            />
          </li>
        ))}
      </ul>
      <MoreRuns loading={isLoadingMore && 'Loading more runs'} error={moreError} onRetry={onMore} />
    </div>
  );
}

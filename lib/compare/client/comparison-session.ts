import type { StoreApi } from 'zustand/vanilla';
import { createComparisonEventReader } from '@/lib/compare/model/comparison-event-reader';
import type { ComparisonEvent, QueueStep } from '@/lib/compare/model/comparison-events';
import type { ComparisonDetail, ComparisonQueue } from '@/lib/compare/model/comparisons';
import type { ComparisonPlan } from '@/lib/compare/model/plan';
import { type CellRequest, requestOfCell } from '@/lib/compare/model/plan-cells';
import { createBrowserStore } from '@/lib/platform/client/browser-store';
import { guarded } from '@/lib/platform/client/event';
import { followEvents, pauseUntilOnline, whenBack } from '@/lib/runs/client/run-connection';
import type { RunLink } from '@/lib/runs/client/run-view';
import { watchHidden } from '@/lib/runs/client/watch-hidden';
import { whileVisible } from '@/lib/runs/client/while-visible';
import type { RunDetail } from '@/lib/runs/model/runs';
import { type CellRun, historyRun, isLiveRun, runsOfDetail, startedRun } from './cell-run';
import { comparisonEvents } from './comparison-api';

/** What is running or waiting, and the state of the connection. Never changed in place. */
export interface SessionView {
  readonly queue: ComparisonQueue;
  /** When the next cell may go to a server that refuses calls as too many, by `Date.now()`; null: none does. */
  readonly nextTryAt: number | null;
  readonly link: RunLink;
  /** Why the comparison is gone or cannot be read any more; null while it can. */
  readonly lost: string | null;
  /** Retries the connection; null when that cannot help. */
  readonly again: (() => void) | null;
}

/**
 * The runs of one comparison, outside React: one stream for all of them feeds one store per cell. Listeners are
 * called when cells show other runs; events within a run go to the run's store.
 */
export interface ComparisonSession {
  /** For hooks. */
  readonly views: StoreApi<SessionView>;
  /** The run that each cell shows. */
  readonly runs: StoreApi<ReadonlyMap<string, CellRun>>;
  view(): SessionView;
  run(cell: string): CellRun | null;
  /** Called with the cells that show another run than before. */
  subscribeCells(listener: (cells: readonly string[]) => void): () => void;
  /** All cells that show a run. */
  cells(): readonly string[];
  /** Shows a run of the history until the cell has one of its own. */
  show(cell: string, run: RunDetail): void;
  /** The cell shows nothing any more; an active run continues. */
  forget(cell: string): void;
  /** Takes the comparison's detail from the server and follows the stream from there. */
  join(detail: ComparisonDetail): void;
  /** Follows a comparison that has no runs yet, until `close`. Calling it once is enough. */
  follow(id: string): void;
  /** These cells are being started with what the plan says now. */
  noteStarted(plan: ComparisonPlan, cells: readonly string[]): void;
  /** The answer to a start or a stop that was just sent; ignored when the stream has sent a newer queue before it comes. */
  takeAnswer(answer: Promise<ComparisonQueue>): Promise<void>;
  /** Resolves once the stream is open or given up: everything started from then on is seen. */
  joined(): Promise<void>;
  close(): void;
}

/** Lower than every id. */
const FIRST = '0';
const QUIET: ComparisonQueue = { waiting: [], live: [], refused: [], done: 0, total: 0 };

export interface SessionOptions {
  /** The current plan, for runs that were started elsewhere. */
  readonly plan: () => ComparisonPlan;
  /** Something started or ended. */
  readonly onRunsChanged?: () => void;
  readonly open?: typeof comparisonEvents;
}

export function createComparisonSession(options: SessionOptions): ComparisonSession {
  const { plan, onRunsChanged, open = comparisonEvents } = options;
  const runs = createBrowserStore<ReadonlyMap<string, CellRun>>(new Map());
  /** What cells that are being started will answer, by the plan of then. */
  const requested = new Map<string, () => CellRequest | null>();
  const listeners = new Set<(cells: readonly string[]) => void>();
  const leaving = new AbortController();
  /** The last event number seen of each run. */
  const offsets = new Map<string, number>();
  const views = createBrowserStore<SessionView>({
    queue: QUIET,
    nextTryAt: null,
    link: 'connecting',
    lost: null,
    again: null,
  });
  /** All runs up to this one are known. Ids rise with time; this is before the first. */
  let since = FIRST;
  /** The newest run seen; once nothing is running, every run before it is known too. */
  let newest: string | null = null;
  /** The waiting cells as they were last sent whole. */
  let list: { version: number | null; cells: readonly string[] } = { version: null, cells: [] };
  let isFollowing = false;
  /** Counts the queue events that the stream has sent. */
  let emitted = 0;
  let noteJoined: () => void = () => undefined;
  const joined = new Promise<void>((resolve) => {
    noteJoined = resolve;
  });

  function runIn(cell: string): CellRun | null {
    return runs.getState().get(cell) ?? null;
  }

  /** All at once: each change is one for all that watch. */
  function put(entries: readonly (readonly [cell: string, run: CellRun | null])[]): void {
    if (entries.length === 0) return;
    const next = new Map(runs.getState());
    for (const [cell, run] of entries) {
      next.get(cell)?.close();
      if (run) next.set(cell, run);
      else next.delete(cell);
    }
    runs.setState(next, true);
    const cells = entries.map(([cell]) => cell);
    for (const listener of [...listeners]) guarded(() => listener(cells));
  }

  /**
   * The run with this id in this cell; created when the cell has another. Null: an older run, or an unknown
   * cell.
   */
  function ensure(cell: string, runId: string): CellRun | null {
    const known = runIn(cell);
    if (known?.runId === runId) return known;
    // Ids rise with time: late events of an earlier run of the cell are ignored.
    if (known && !known.isHistory && known.runId > runId) return null;
    const answers = requested.get(cell)?.() ?? requestOfCell(plan(), cell);
    requested.delete(cell);
    if (answers === null) return null;
    const run = startedRun(runId, answers);
    run.store.setLink(views.getState().link);
    if (newest === null || runId > newest) newest = runId;
    put([[cell, run]]);
    onRunsChanged?.();
    return run;
  }

  function takeQueue(queue: ComparisonQueue): void {
    for (const { cell, runId } of queue.live) ensure(cell, runId);
    if (queue.waiting.length === 0 && queue.live.length === 0) {
      since = newest ?? since;
      requested.clear();
    }
    const { slowed } = queue;
    views.setState({ queue, nextTryAt: slowed ? Date.now() + slowed.nextTryMs : null });
  }

  function afterStep(step: QueueStep): ComparisonQueue {
    const { version: _version, left, starting, refused, ...rest } = step;
    const before = views.getState().queue.refused;
    const isNew = new Set(refused.map(({ cell }) => cell));
    return {
      ...rest,
      waiting: [...starting, ...list.cells.slice(left)],
      refused: [...before.filter(({ cell }) => !isNew.has(cell)), ...refused],
    };
  }

  function take(events: readonly ComparisonEvent[]): void {
    for (const event of events) {
      switch (event.type) {
        case 'queue': {
          const { type: _type, version, starting, ...queue } = event;
          emitted += 1;
          noteJoined();
          list = { version, cells: queue.waiting.slice(starting) };
          takeQueue(queue);
          break;
        }
        case 'queue-step': {
          const { type: _type, ...step } = event;
          // Of another list than we have: the whole one is on its way.
          if (step.version !== list.version) break;
          emitted += 1;
          takeQueue(afterStep(step));
          break;
        }
        case 'run': {
          const run = ensure(event.cell, event.runId);
          // Runs that have ended are sent again after the connection broke: they are known.
          if (!run || !isLiveRun(run)) break;
          run.store.apply(event.events);
          if (!isLiveRun(run)) onRunsChanged?.();
          break;
        }
        case 'run-gone':
          for (const [cell, run] of runs.getState()) {
            if (run.runId !== event.runId) continue;
            put([[cell, null]]);
            // The cell waits again, for the same request, whatever the plan says by then.
            if (isLiveRun(run) && run.answers !== null) requested.set(cell, () => run.answers);
            onRunsChanged?.();
          }
          break;
      }
    }
  }

  function follow(id: string): void {
    if (isFollowing) return;
    isFollowing = true;
    void followUntilOver(id);
  }

  /**
   * After giving up, it tries again when a person asks for it, the network or the session returns, or the
   * page becomes visible.
   */
  async function followUntilOver(id: string): Promise<void> {
    for (;;) {
      const end = await followEvents<ComparisonEvent>({
        ...whileVisible({
          open: (signal) => open(id, { since, seen: seen() }, signal),
          onLink: (link) => {
            for (const run of runs.getState().values()) {
              if (isLiveRun(run) && !run.isHistory) run.store.setLink(link);
            }
            views.setState({ link });
          },
          beat: (signal) => watchHidden(`/api/comparisons/${encodeURIComponent(id)}`, 'quiet', signal),
          isAccepted: () => true,
          pause: pauseUntilOnline,
        }),
        reader: createComparisonEventReader,
        onEvents: take,
        isNews,
        isAccepted: () => true,
        isOver: () => false,
        signal: leaving.signal,
      });
      noteJoined();
      if (end.outcome === 'refused') views.setState({ lost: end.error.message });
      if (end.outcome !== 'lost') return;
      await new Promise<void>((again) => {
        views.setState({ lost: end.error.message, again });
        whenBack(again, leaving.signal);
      });
      if (leaving.signal.aborted) return;
      views.setState({ lost: null, again: null, link: 'reconnecting' });
    }
  }

  /** Whether the event has not been seen before; every stream repeats the rest when it is joined. */
  function isNews(event: ComparisonEvent): boolean {
    if (event.type !== 'run') return false;
    const reached = event.events.at(-1)?.seq ?? 0;
    if (reached <= (offsets.get(event.runId) ?? 0)) return false;
    offsets.set(event.runId, reached);
    return true;
  }

  /** Runs whose end has not been seen, each with the number of its last event. */
  function seen(): string {
    return [...runs.getState().values()]
      .filter((run) => isLiveRun(run) && !run.isHistory)
      .map(({ runId, store }) => `${runId}:${store.lastSeq}`)
      .join(',');
  }

  return {
    views,
    runs,
    view: views.getState,
    run: runIn,
    subscribeCells(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    cells: () => [...runs.getState().keys()],
    show: (cell, run) => put([[cell, historyRun(run)]]),
    forget: (cell) => put([[cell, null]]),
    join(detail) {
      const { comparison, queue } = detail;
      const fresh = runsOfDetail(detail).filter(([cell, run]) => {
        const known = runIn(cell);
        // A run that is being followed is already ahead of this detail.
        const isAhead = known && (known.runId === run.runId || (!known.isHistory && known.runId > run.runId));
        if (isAhead) run.close();
        return !isAhead;
      });
      put(fresh);
      if (newest === null || detail.since > newest) newest = detail.since;
      // All runs up to there are in the detail, and those that are live are named when the stream is joined again.
      if (!isFollowing || detail.since > since) since = detail.since;
      takeQueue(queue);
      follow(comparison.id);
    },
    follow,
    noteStarted(from, cells) {
      for (const cell of cells) requested.set(cell, () => requestOfCell(from, cell));
    },
    async takeAnswer(answer) {
      const before = emitted;
      const queue = await answer;
      if (emitted === before) takeQueue(queue);
    },
    joined: () => joined,
    close() {
      leaving.abort();
      for (const run of runs.getState().values()) run.close();
    },
  };
}

import { LRUCache } from 'lru-cache';
import type { ComparisonQueue, RefusedCell } from '@/lib/compare/model/comparisons';
import type { CellRequest } from '@/lib/compare/model/plan';
import { callEach } from '@/lib/platform/server/call-each';
import type { Caller } from '@/lib/platform/server/http/caller';
import type { Origin } from '@/lib/platform/server/http/origin';
import type { LiveRun, StopReason } from '@/lib/runs/server/live-run';
import type { Grace } from '@/lib/runs/server/unwatched';

/** A cell that waits for its turn, with its request as it was when the cell was started. */
export interface WaitingCell {
  readonly cell: string;
  readonly request: CellRequest;
  readonly contentHash: string;
  /** Key of the request that started it. */
  readonly idempotencyKey: string;
}

/** A cell whose run is under way. */
export interface RunningCell {
  readonly cell: string;
  readonly runId: string;
  readonly contentHash: string;
  /** Null until the run's row is written: nobody is notified before that. */
  run: LiveRun | null;
  isStopping: boolean;
}

/** Callbacks for what happens. They must not block; a subscriber that throws is dropped. */
export interface ComparisonSubscriber {
  readonly onRun: (cell: string, run: LiveRun) => void;
  readonly onQueue: (queue: ComparisonQueue) => void;
  /** The subscriber threw, and gets nothing any more. */
  readonly onDropped: () => void;
}

/** What is under way of one comparison in this process, and who watches it. */
export interface ActiveComparison {
  readonly userId: string;
  readonly comparisonId: string;
  readonly waiting: ReadonlyMap<string, WaitingCell>;
  readonly running: ReadonlyMap<string, RunningCell>;
  readonly watchers: number;
  /**
   * The bodies of the last start requests, by their keys: a repeat with the same key comes within seconds.
   */
  readonly startRequests: LRUCache<string, string>;
  /** Where cells were last started from; null when unknown. */
  origin: Origin | null;
  /** Who started them last. */
  caller: Caller | null;
  /** Nothing waits, nothing is live, and nobody watches. */
  isIdle(): boolean;
  queue(): ComparisonQueue;
  /** Adds cells to the end of the queue; a cell that already waits moves there. */
  enqueue(cells: readonly WaitingCell[]): void;
  /** Takes the next cell out of the queue, and counts it as running. */
  begin(runId: string): (WaitingCell & RunningCell) | null;
  /** The run's row is written. */
  started(running: RunningCell, run: LiveRun): void;
  /** The cell has to wait again, before all others. */
  putBack(cell: WaitingCell & RunningCell): void;
  /** The run has ended, or (`refused`) never started. */
  ended(running: RunningCell, refused?: Omit<RefusedCell, 'cell'>): void;
  refuse(cell: string, refused: Omit<RefusedCell, 'cell'>): void;
  /** Takes cells out of the queue; all when none are named. */
  clear(cells?: readonly string[]): void;
  setBackground(background: boolean): void;
  /** Counts as somebody watching until the returned function is called. */
  watch(subscriber: ComparisonSubscriber): () => void;
}

export interface ActiveComparisonOptions {
  readonly userId: string;
  readonly comparisonId: string;
  /** Starts its countdown while nobody watches. */
  readonly grace: Grace;
  /** Ends runs. */
  readonly stop: (cells: readonly RunningCell[], reason: StopReason) => void;
  /** Nothing is under way any more, or nobody watches. */
  readonly onQuiet: () => void;
}

export function createActiveComparison(options: ActiveComparisonOptions): ActiveComparison {
  const waiting = new Map<string, WaitingCell>();
  /** By run id: a cell that was started again may have an old run that is still being saved. */
  const running = new Map<string, RunningCell>();
  const refusals = new Map<string, RefusedCell>();
  const subscribers = new Set<ComparisonSubscriber>();
  let done = 0;
  let total = 0;
  let background = false;
  let cancelGrace = () => {};
  let isAnnounced = false;

  const isUnderWay = () => waiting.size > 0 || running.size > 0;

  /** Several changes in one moment are announced as one. */
  function announce(): void {
    if (isAnnounced) return;
    isAnnounced = true;
    queueMicrotask(() => {
      isAnnounced = false;
      const queue = active.queue();
      deliver((subscriber) => subscriber.onQueue(queue));
    });
  }

  function deliver(call: (subscriber: ComparisonSubscriber) => void): void {
    for (const subscriber of callEach(subscribers, call)) {
      leave(subscriber);
      callEach([subscriber], ({ onDropped }) => onDropped());
    }
  }

  function leave(subscriber: ComparisonSubscriber): void {
    if (!subscribers.delete(subscriber)) return;
    restartGrace();
    if (active.isIdle()) options.onQuiet();
  }

  function restartGrace(): void {
    cancelGrace();
    cancelGrace = () => {};
    if (background || subscribers.size > 0 || !isUnderWay()) return;
    cancelGrace = options.grace(() => {
      active.clear();
      options.stop([...running.values()], 'unwatched');
    });
  }

  function changed(): void {
    announce();
    if (isUnderWay()) return;
    restartGrace();
    options.onQuiet();
  }

  const active: ActiveComparison = {
    userId: options.userId,
    comparisonId: options.comparisonId,
    waiting,
    running,
    startRequests: new LRUCache({ max: 50 }),
    origin: null,
    caller: null,
    get watchers() {
      return subscribers.size;
    },
    isIdle: () => !isUnderWay() && subscribers.size === 0,
    queue: () => ({
      // A cell that is being started has no run to show yet.
      waiting: [
        ...[...running.values()].flatMap(({ run, cell }) => (run === null ? [cell] : [])),
        ...waiting.keys(),
      ],
      live: [...running.values()].flatMap(({ run, cell, runId }) => (run === null ? [] : [{ cell, runId }])),
      refused: [...refusals.values()],
      done,
      total,
    }),
    enqueue(cells) {
      if (!isUnderWay()) {
        done = 0;
        total = 0;
      }
      for (const cell of cells) {
        if (!waiting.delete(cell.cell)) total += 1;
        waiting.set(cell.cell, cell);
        refusals.delete(cell.cell);
      }
      restartGrace();
      announce();
    },
    begin(runId) {
      const [next] = waiting.values();
      if (next === undefined) return null;
      waiting.delete(next.cell);
      const begun = { ...next, runId, run: null, isStopping: false };
      running.set(runId, begun);
      announce();
      return begun;
    },
    started(cell, run) {
      cell.run = run;
      deliver((subscriber) => subscriber.onRun(cell.cell, run));
      announce();
    },
    putBack(cell) {
      running.delete(cell.runId);
      const others = [...waiting];
      waiting.clear();
      for (const [name, other] of [[cell.cell, cell] as const, ...others]) waiting.set(name, other);
      announce();
    },
    ended({ cell, runId }, refused) {
      if (!running.delete(runId)) return;
      done += 1;
      if (refused) refusals.set(cell, { cell, ...refused });
      changed();
    },
    refuse(cell, refused) {
      refusals.set(cell, { cell, ...refused });
      changed();
    },
    clear(cells) {
      const named = cells ?? [...waiting.keys()];
      const cleared = named.filter((cell) => waiting.delete(cell)).length;
      if (cleared === 0) return;
      total -= cleared;
      changed();
    },
    setBackground(value) {
      if (background === value) return;
      background = value;
      restartGrace();
    },
    watch(subscriber) {
      subscribers.add(subscriber);
      restartGrace();
      return () => leave(subscriber);
    },
  };
  return active;
}

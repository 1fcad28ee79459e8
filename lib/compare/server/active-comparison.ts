import {
  type CellAtServer,
  NOTHING_QUEUED,
  type QueueCounts,
  readQueueCounts,
  readQueueLists,
} from '@/lib/compare/db/read-queue';
import type { TakenCell } from '@/lib/compare/db/take-cell';
import type { QueueEvent, QueueStep } from '@/lib/compare/model/comparison-events';
import type { ComparisonQueue, RefusedCell } from '@/lib/compare/model/comparisons';
import { callEach } from '@/lib/platform/server/call-each';
import { logger } from '@/lib/platform/server/log';
import { watchEverywhere } from '@/lib/platform/server/redis/watched';
import type { LiveRun, StopReason } from '@/lib/runs/server/live-run';
import { GRACE_MS, type Grace } from '@/lib/runs/server/unwatched';

/** A cell that this server has taken: its run is being started, or under way. */
export interface RunningCell extends TakenCell {
  /** Null until the run's row is written: nobody is notified before that. */
  run: LiveRun | null;
  /** Why it shall end; null: it shall not. */
  stopping: StopReason | null;
  /** Its connection's server refused the call as one too many: the cell waits again, and its run is gone. */
  isPutBack: boolean;
}

/** Callbacks for what happens. They must not block; a subscriber that throws is dropped. */
export interface ComparisonSubscriber {
  /** A run that this server carries out has begun. */
  readonly onRun: (cell: string, run: LiveRun) => void;
  /** The first one is whole. */
  readonly onQueue: (event: QueueEvent) => void;
  /** Another server has started these runs, or they have ended there. */
  readonly onElsewhere?: (runIds: readonly string[]) => void;
  /** The subscriber threw, and gets nothing any more. */
  readonly onDropped: () => void;
}

/**
 * A comparison that somebody watches through this server, or of which this server carries out runs. What waits is only
 * in the database: here are counts.
 */
export interface ActiveComparison {
  readonly userId: string;
  readonly comparisonId: string;
  /** By run id: a cell that was started again may have an old run that is still being saved. */
  readonly running: ReadonlyMap<string, RunningCell>;
  readonly watchers: number;
  /** Somebody watches, or did so a moment ago. */
  readonly isAttended: boolean;
  /** Something waits or runs, on any server, as far as is known. */
  readonly isUnderWay: boolean;
  /** Cells that wait, as far as is known. */
  readonly waiting: number;
  /** Nothing is under way, or what waits is paused, and nobody watches. */
  isIdle(): boolean;
  /** Everything, read anew. */
  queue(): Promise<ComparisonQueue>;
  /** Reads the counts from the database, and announces what has changed. */
  refresh(): Promise<void>;
  /** This server has taken the cell. */
  begin(taken: TakenCell): RunningCell;
  /** The run's row is written. */
  started(running: RunningCell, run: LiveRun): void;
  /** The cell waits again; `isRetry`: before all others, since its call was refused as one too many. */
  putBack(running: RunningCell, isRetry?: boolean): void;
  /** The run has ended, or (`refused`) never started. */
  ended(running: RunningCell, refused?: Omit<RefusedCell, 'cell'>): void;
  setBackground(background: boolean): void;
  /** Counts as somebody watching until the returned function is called. */
  watch(subscriber: ComparisonSubscriber): () => void;
  /** Nobody has come to watch during the grace time, but it should go on for another one. */
  waitOn(): void;
}

export interface ActiveComparisonOptions {
  readonly userId: string;
  readonly comparisonId: string;
  readonly processId: string;
  /** Starts its countdown while nobody watches. */
  readonly grace: Grace;
  /** Nobody watched for the grace time. */
  readonly onUnwatched: () => void;
  /** Nothing is under way any more, or nobody watches. */
  readonly onQuiet: () => void;
  /** What tests replace. */
  readonly rows?: {
    readonly counts: (comparisonId: string) => Promise<QueueCounts>;
    readonly lists: typeof readQueueLists;
  };
}

/** After a read that failed. */
const AGAIN_MS = 1_000;
/** Reads that what happened meanwhile has made out of date; then one of them has to do. */
const MAX_READS = 5;

export function createActiveComparison(options: ActiveComparisonOptions): ActiveComparison {
  const { comparisonId, processId, rows = { counts: readQueueCounts, lists: readQueueLists } } = options;
  const running = new Map<string, RunningCell>();
  const subscribers = new Set<ComparisonSubscriber>();
  /** Runs that this server does not carry out: run id → cell. */
  let elsewhere = new Map<string, string>();
  let startingElsewhere: string[] = [];
  /** Cells that were already taken when the counts were read, although `begin` was not called yet. */
  let takenBefore = new Map<string, string>();
  let { version, total, waiting, refused, background, paused, nextTryMs }: QueueCounts = NOTHING_QUEUED;
  /** Cells that were put back: they wait before those of the list. */
  let retrying: readonly string[] = [];
  /** `performance.now()` when `nextTryMs` was read. */
  let readAt = 0;
  /** The list that all subscribers have. */
  let sent: { readonly version: number; readonly length: number } | null = null;
  let newlyRefused: RefusedCell[] = [];
  let cancelGrace: (() => void) | null = null;
  /** For servers that run its cells, while there are subscribers here. */
  let leaveEverywhere: (() => void) | null = null;
  let isAnnounced = false;
  let isSending = false;
  /** Counts what happens here, to know which reads are out of date. */
  let happened = 0;
  let toRead = 0;
  let refreshing: Promise<void> | null = null;
  /** Whether the counts were read since somebody last came to watch. */
  let isKnown = false;
  /** Raised when all subscribers need the whole. */
  let wholes = 0;

  const taken = () => running.size + elsewhere.size + startingElsewhere.length + takenBefore.size;
  const allWaiting = () => waiting + retrying.length;
  const isUnderWay = () => allWaiting() > 0 || taken() > 0;
  /** Something goes on, or would go on by itself. */
  const isGoingOn = () => (allWaiting() > 0 && !paused) || taken() > 0;

  function progress(): Omit<QueueStep, 'version' | 'left' | 'refused'> {
    const own = [...running.values()];
    return {
      ...(paused && { paused }),
      ...(nextTryMs !== null && allWaiting() > 0 && { slowed: { nextTryMs: timeLeft(nextTryMs) } }),
      // A cell that is being started has no run to show yet.
      starting: [
        ...own.flatMap(({ run, cell }) => (run === null ? [cell] : [])),
        ...takenBefore.values(),
        ...startingElsewhere,
        ...retrying,
      ],
      live: [
        ...own.flatMap(({ run, cell, runId }) => (run === null ? [] : [{ cell, runId }])),
        ...[...elsewhere].map(([runId, cell]) => ({ cell, runId })),
      ],
      done: Math.max(0, total - allWaiting() - taken()),
      total,
    };
  }

  function timeLeft(ms: number): number {
    return Math.max(0, Math.round(ms - (performance.now() - readAt)));
  }

  /** Several changes in one moment are announced as one. */
  function announce(): void {
    if (isAnnounced) return;
    isAnnounced = true;
    queueMicrotask(() => void send());
  }

  async function send(): Promise<void> {
    // One after the other; what comes meanwhile is announced afterwards.
    if (isSending) return;
    isSending = true;
    try {
      while (isAnnounced) {
        isAnnounced = false;
        await sendOnce();
      }
    } catch (error) {
      logger.warn({ err: error, comparisonId }, "couldn't read the queue");
      setTimeout(announce, AGAIN_MS).unref();
    }
    isSending = false;
  }

  async function sendOnce(): Promise<void> {
    if (subscribers.size === 0) {
      sent = null;
      newlyRefused = [];
      return;
    }
    if (!isKnown) await active.refresh();
    const announcing = [...subscribers];
    if (sent?.version === version) {
      const left = Math.max(0, sent.length - waiting);
      const step = { type: 'queue-step', ...progress(), version, left, refused: newlyRefused } as const;
      newlyRefused = [];
      return deliver(({ onQueue }) => onQueue(step), announcing);
    }
    const before = { version, wholes };
    const { starting, queue } = await readWhole();
    // Somebody who came meanwhile is not among those who get it.
    if (before.wholes === wholes) {
      sent = { version: before.version, length: queue.waiting.length - starting };
      newlyRefused = [];
    }
    const whole = { type: 'queue', ...queue, version: before.version, starting } as const;
    deliver(({ onQueue }) => onQueue(whole), announcing);
  }

  /** @returns also how many of the first waiting cells are being started, and not part of the list */
  async function readWhole(): Promise<{ starting: number; queue: ComparisonQueue }> {
    const lists = await rows.lists(comparisonId);
    await active.refresh();
    const { starting, ...rest } = progress();
    // Read before the counts: a cell that was taken in between is in both, and not in neither.
    const list = lists.waiting.filter((cell) => !starting.includes(cell));
    const queue = { ...rest, waiting: [...starting, ...list], refused: lists.refused };
    return { starting: starting.length, queue };
  }

  function deliver(
    call: (subscriber: ComparisonSubscriber) => void,
    to: readonly ComparisonSubscriber[],
  ): void {
    for (const subscriber of callEach(
      to.filter((one) => subscribers.has(one)),
      call,
    )) {
      leave(subscriber);
      callEach([subscriber], ({ onDropped }) => onDropped());
    }
  }

  function leave(subscriber: ComparisonSubscriber): void {
    if (!subscribers.delete(subscriber)) return;
    if (subscribers.size === 0) {
      leaveEverywhere?.();
      leaveEverywhere = null;
    }
    restartGrace();
    if (active.isIdle()) options.onQuiet();
  }

  function restartGrace(): void {
    cancelGrace?.();
    cancelGrace = null;
    if (background || subscribers.size > 0 || !isGoingOn()) return;
    const cancel = options.grace(() => {
      cancel();
      cancelGrace = null;
      options.onUnwatched();
    });
    cancelGrace = cancel;
  }

  function changed(): void {
    happened += 1;
    announce();
    if (isGoingOn()) return;
    restartGrace();
    options.onQuiet();
  }

  function needWhole(): void {
    sent = null;
    wholes += 1;
  }

  async function refreshUntilCurrent(): Promise<void> {
    try {
      for (let reads = 1; toRead > 0; reads += 1) {
        toRead = 0;
        const before = happened;
        const counts = await rows.counts(comparisonId);
        if (happened === before || reads >= MAX_READS) take(counts);
        else toRead += 1;
      }
    } finally {
      toRead = 0;
      refreshing = null;
    }
  }

  function take(counts: QueueCounts): void {
    const wasGoingOn = isGoingOn();
    const ranElsewhere = elsewhere;
    const others = counts.taken.filter(({ runId }) => !running.has(runId));
    const isOwn = (cell: CellAtServer) => cell.processId === processId;
    // A run of this server whose end could not be saved is not known here any more either.
    elsewhere = new Map(others.filter(({ hasRun }) => hasRun).map(({ runId, cell }) => [runId, cell]));
    const starting = others.filter(({ hasRun }) => !hasRun);
    startingElsewhere = starting.filter((cell) => !isOwn(cell)).map(({ cell }) => cell);
    takenBefore = new Map(starting.filter(isOwn).map(({ runId, cell }) => [runId, cell]));
    // Refused by another server: its reasons come with the whole.
    if (counts.refused !== refused) needWhole();
    isKnown = true;
    ({ version, total, waiting, retrying, refused, paused, nextTryMs } = counts);
    readAt = performance.now();
    const wasBackground = background;
    background = counts.background;
    announce();
    if (wasGoingOn !== isGoingOn() || wasBackground !== background) restartGrace();
    if (active.isIdle()) options.onQuiet();
    const news = [...new Set([...ranElsewhere.keys(), ...elsewhere.keys()])].filter(
      (runId) => ranElsewhere.has(runId) !== elsewhere.has(runId),
    );
    if (news.length > 0) deliver((subscriber) => subscriber.onElsewhere?.(news), [...subscribers]);
  }

  const active: ActiveComparison = {
    userId: options.userId,
    comparisonId,
    running,
    get watchers() {
      return subscribers.size;
    },
    get isAttended() {
      return subscribers.size > 0 || cancelGrace !== null;
    },
    get isUnderWay() {
      return isUnderWay();
    },
    get waiting() {
      return allWaiting();
    },
    isIdle: () => !isGoingOn() && subscribers.size === 0,
    queue: async () => (await readWhole()).queue,
    refresh() {
      toRead += 1;
      refreshing ??= refreshUntilCurrent();
      return refreshing;
    },
    begin(cell) {
      const isRead = takenBefore.delete(cell.runId);
      if (cell.tries > 0) retrying = retrying.filter((name) => name !== cell.cell);
      else if (!isRead) waiting = Math.max(0, waiting - 1);
      const begun = { ...cell, run: null, stopping: null, isPutBack: false };
      running.set(cell.runId, begun);
      if (cancelGrace === null) restartGrace();
      changed();
      return begun;
    },
    started(cell, run) {
      cell.run = run;
      deliver((subscriber) => subscriber.onRun(cell.cell, run), [...subscribers]);
      changed();
    },
    putBack({ runId, cell, tries }, isRetry = tries > 0) {
      if (!running.delete(runId)) return;
      if (isRetry) retrying = [...retrying, cell];
      else waiting += 1;
      changed();
    },
    ended({ cell, runId }, why) {
      if (!running.delete(runId)) return;
      if (why) {
        refused += 1;
        newlyRefused.push({ cell, ...why });
      }
      changed();
    },
    setBackground(value) {
      if (background === value) return;
      background = value;
      restartGrace();
    },
    watch(subscriber) {
      subscribers.add(subscriber);
      leaveEverywhere ??= watchEverywhere(`comparison:${comparisonId}`, GRACE_MS);
      // Everybody gets the whole: rarely more than a few tabs of one person.
      needWhole();
      isKnown = false;
      restartGrace();
      announce();
      return () => leave(subscriber);
    },
    waitOn: restartGrace,
  };
  return active;
}

import type { Origin } from '@/lib/platform/server/http/origin';
import { createLiveLog, type LiveLog, type LogSubscriber } from './live-log';
import type { RunIdentity } from './run-snapshot';
import { createUnwatchedCountdown, type UnwatchedRule } from './unwatched';

/**
 * Why a run is ended before its upstream ends it. `no_first_byte`: a newcomer's run that nobody watches has
 * brought nothing. `memory`: all runs together use too much. `lost`: another process took this one for dead
 * and has closed the row.
 */
export type StopReason = 'stop' | 'unwatched' | 'shutdown' | 'no_first_byte' | 'memory' | 'lost';

/** The cell of a comparison that a run belongs to. */
export interface ComparisonCell {
  readonly comparisonId: string;
  readonly cell: string;
}

/** A run that this process is carrying out, or has just ended. */
export interface LiveRun {
  readonly identity: RunIdentity;
  readonly userId: string;
  /** Where the request came from; null when unknown. */
  readonly origin: Origin | null;
  readonly idempotencyKey: string;
  readonly idempotencyHash: string;
  /** Memory that its request holds until it has ended. */
  readonly requestBytes: number;
  /** Null: it belongs to no comparison. */
  readonly comparisonCell: ComparisonCell | null;
  readonly log: LiveLog;
  /** Aborted with a `StopReason`. */
  readonly signal: AbortSignal;
  /** Resolves when the row is in the database; rejects when it never got there, and then the run is over. */
  readonly stored: Promise<void>;
  /** Resolves when the row has the final state, or saving it was given up for now. Never rejects. */
  readonly settled: Promise<void>;
  /** Whether the row has the final state. */
  isSettled(): boolean;
  stop(reason: StopReason): void;
  /**
   * Follows the run's events (see `LiveLog.subscribe`) and counts as watching. When nobody has watched for
   * the grace time, the run is stopped, unless it continues in the background.
   */
  watch(after: number, subscriber: LogSubscriber): () => void;
  readonly watchers: number;
}

/** What only the engine may do with a run. */
export interface LiveRunControls {
  markStored(): void;
  markLost(error: unknown): void;
  /** The row has the final state, or (false) saving it was given up for now. */
  markSettled(isSaved?: boolean): void;
}

export interface LiveRunOptions extends UnwatchedRule {
  readonly identity: RunIdentity;
  readonly userId: string;
  readonly origin?: Origin | null;
  readonly idempotencyKey: string;
  readonly idempotencyHash: string;
  readonly requestBytes?: number;
  readonly comparisonCell?: ComparisonCell;
}

export function createLiveRun(options: LiveRunOptions): { run: LiveRun; controls: LiveRunControls } {
  const { identity, userId, origin = null, idempotencyKey, idempotencyHash, comparisonCell = null } = options;
  const { requestBytes = 0 } = options;
  const log = createLiveLog(identity);
  const controller = new AbortController();
  const stored = deferred();
  const settled = deferred();
  let isSettled = false;
  let watchers = 0;

  function stop(reason: StopReason): void {
    if (!log.ended) controller.abort(reason);
  }

  const countdown = createUnwatchedCountdown(options, log, stop);
  // From the very start: the page may be gone before its stream begins.
  countdown.start();

  const run: LiveRun = {
    identity,
    userId,
    origin,
    idempotencyKey,
    idempotencyHash,
    requestBytes,
    comparisonCell,
    log,
    signal: controller.signal,
    stored: stored.promise,
    settled: settled.promise,
    isSettled: () => isSettled,
    stop,
    get watchers() {
      return watchers;
    },
    watch(after, subscriber) {
      watchers += 1;
      countdown.cancel();
      let watching = true;
      const leave = () => {
        if (!watching) return;
        watching = false;
        watchers -= 1;
        if (watchers === 0) countdown.start();
      };
      const unsubscribe = log.subscribe(after, {
        ...subscriber,
        onEnd: (isOver) => {
          leave();
          subscriber.onEnd(isOver);
        },
      });
      return () => {
        unsubscribe();
        leave();
      };
    },
  };
  return {
    run,
    controls: {
      markStored: stored.resolve,
      markLost: (error) => {
        countdown.cancel();
        log.end();
        stored.reject(error);
        settled.resolve();
      },
      markSettled: (isSaved = true) => {
        isSettled = isSaved;
        countdown.cancel();
        settled.resolve();
      },
    },
  };
}

function deferred(): { promise: Promise<void>; resolve: () => void; reject: (error: unknown) => void } {
  let resolve = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  // Nobody may be waiting: then a rejection must not count as unhandled.
  promise.catch(() => {});
  return { promise, resolve, reject };
}

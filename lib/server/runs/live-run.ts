import type { NumberedRunEvent } from '@/lib/completions/run/run-events';
import type { RunIdentity } from './collapse';
import { createLiveLog, type LiveLog, type LogSubscriber } from './live-log';

/** Why a run is made to end before its upstream says so. */
export type StopReason = 'stop' | 'unwatched' | 'shutdown';

/** Where a run belongs: a cell of a comparison. */
export interface RunPlace {
  readonly comparisonId: string;
  readonly cell: string;
}

/** A run that this process is carrying out, or has ended a moment ago. */
export interface LiveRun {
  readonly identity: RunIdentity;
  readonly userId: string;
  readonly idempotencyKey: string;
  readonly idempotencyHash: string;
  /** Null: to no comparison. */
  readonly place: RunPlace | null;
  readonly log: LiveLog;
  /** Aborted with a `StopReason`. */
  readonly signal: AbortSignal;
  /** The row is in the database; rejects, and the run is over, when it never got there. */
  readonly stored: Promise<void>;
  /** The row holds the final state (or saving it was given up). Never rejects. */
  readonly settled: Promise<void>;
  /** Whether the row holds the final state. */
  isSettled(): boolean;
  stop(reason: StopReason): void;
  /**
   * Follows the run's events (see `LiveLog.subscribe`) and counts as somebody watching. When nobody has watched for
   * the grace time, the run is stopped, unless it goes on in the background.
   */
  watch(after: number, subscriber: LogSubscriber): () => void;
  readonly watchers: number;
}

/** What only the engine may do with a run. */
export interface LiveRunControls {
  markStored(): void;
  markLost(error: unknown): void;
  markSettled(): void;
}

export interface LiveRunOptions {
  readonly identity: RunIdentity;
  readonly userId: string;
  readonly idempotencyKey: string;
  readonly idempotencyHash: string;
  readonly place?: RunPlace;
  /** Begins to wait while nobody watches; null: the run goes on alone for as long as it takes. */
  readonly grace: Grace | null;
}

/** Calls `onOver` after the grace time; the returned function takes that back. */
export type Grace = (onOver: () => void) => () => void;

export function graceOf(ms: number): Grace {
  return (onOver) => {
    const timer = setTimeout(onOver, ms);
    timer.unref();
    return () => clearTimeout(timer);
  };
}

export function createLiveRun(options: LiveRunOptions): { run: LiveRun; controls: LiveRunControls } {
  const { identity, userId, idempotencyKey, idempotencyHash, place = null } = options;
  const log = createLiveLog(identity);
  const controller = new AbortController();
  const stored = deferred();
  const settled = deferred();
  let isSettled = false;
  let watchers = 0;
  let cancelGrace = () => {};

  function stop(reason: StopReason): void {
    if (!log.ended) controller.abort(reason);
  }

  function startGrace(): void {
    if (options.grace !== null && !log.ended) cancelGrace = options.grace(() => stop('unwatched'));
  }

  // From the very start: the page that pressed Run may be gone before its stream begins.
  startGrace();

  const run: LiveRun = {
    identity,
    userId,
    idempotencyKey,
    idempotencyHash,
    place,
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
      cancelGrace();
      let watching = true;
      const leave = () => {
        if (!watching) return;
        watching = false;
        watchers -= 1;
        if (watchers === 0) startGrace();
      };
      const unsubscribe = log.subscribe(after, {
        onEvents: (events: readonly NumberedRunEvent[]) => subscriber.onEvents(events),
        onEnd: () => {
          leave();
          subscriber.onEnd();
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
        cancelGrace();
        log.end();
        stored.reject(error);
        settled.resolve();
      },
      markSettled: () => {
        isSettled = true;
        cancelGrace();
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
  // Nobody may be waiting: a rejection is then not unhandled, it is simply not heard.
  promise.catch(() => {});
  return { promise, resolve, reject };
}

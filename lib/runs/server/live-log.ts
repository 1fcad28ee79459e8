import { callEach } from '@/lib/platform/server/call-each';
import type { NumberedRunEvent, RunError, RunEvent } from '@/lib/protocol/run/run-events';
import { eventBytes } from '@/lib/protocol/run/run-size';
import { applyRunEvent, emptyRunState, type RunState } from '@/lib/protocol/run/run-state';
import { inChunks, type RunIdentity, snapshotRun } from './run-snapshot';
import { unsentBytes } from './unsent-bytes';

/**
 * Gets events in order, without gaps or duplicates; nothing after `onEnd`. Must not block. One that throws is
 * dropped, with `onEnd`; the others continue.
 */
export interface LogSubscriber {
  readonly onEvents: (events: readonly NumberedRunEvent[]) => void;
  /** `isOver`: the run has ended. Otherwise its reader may join again, to get the rest. */
  readonly onEnd: (isOver: boolean) => void;
  /**
   * Resolves when everything passed on has been read. With it, a long snapshot is sent chunk by chunk, so
   * that a stalled reader costs one chunk; and sent again when the run has moved too far on meanwhile.
   */
  readonly drained?: () => Promise<void>;
}

/**
 * The events of one run while it is live, numbered from 1. Other servers follow a copy of it
 * (shared/log-writer.ts), with the same numbers.
 */
export interface LiveLog {
  readonly lastSeq: number;
  readonly ended: boolean;
  /** The state after all events so far. Do not change it. */
  readonly state: RunState;
  /** Approximate memory of all of it. */
  readonly bytes: number;
  /** Numbers the events and passes them to every subscriber. */
  append(events: readonly RunEvent[]): void;
  /** No more events: subscribers are released. */
  end(): void;
  /** What came after `after`, as far as it is in memory: the first one may have a higher number. */
  retainedAfter(after: number): readonly NumberedRunEvent[];
  /**
   * Passes on what came after `after` immediately, then follows. When that position is no longer in memory, a
   * snapshot is sent instead (`run-start` first). Returns a function that ends the subscription.
   */
  subscribe(after: number, subscriber: LogSubscriber): () => void;
}

/**
 * Approximate memory for single events, in bytes, before the oldest are dropped and only the state remains.
 */
const RETAINED_BYTES = 1024 * 1024;

/** @param retainedBytes lower in tests */
export function createLiveLog(identity: RunIdentity, retainedBytes = RETAINED_BYTES): LiveLog {
  const state = emptyRunState(identity.choiceCount);
  const subscribers = new Set<LogSubscriber>();
  let recent: NumberedRunEvent[] = [];
  /** Number of the event before the first in `recent`. */
  let dropped = 0;
  let retainedSize = 0;
  let stateSize = 0;
  let lastSeq = 0;
  let ended = false;
  /** Ends the snapshots that wait for their readers. */
  const slow = new Set<() => void>();
  let releaseSlow = () => {};

  /** Subscribers that throw are dropped. */
  function deliver(call: (subscriber: LogSubscriber) => void): void {
    const failed = callEach(subscribers, call);
    for (const subscriber of failed) subscribers.delete(subscriber);
    callEach(failed, (subscriber) => subscriber.onEnd(false));
  }

  /** Half at once: dropping one by one would move the whole list every time. */
  function dropOld(): void {
    const half = recent.length >> 1;
    recent = recent.slice(half);
    dropped += half;
    retainedSize = recent.reduce((size, { event }) => size + roughSize(event), 0);
  }

  return {
    get lastSeq() {
      return lastSeq;
    },
    get ended() {
      return ended;
    },
    state,
    get bytes() {
      return stateSize + retainedSize;
    },
    append(events) {
      if (ended || events.length === 0) return;
      const numbered: NumberedRunEvent[] = [];
      for (const event of events) {
        lastSeq += 1;
        applyRunEvent(state, event);
        const entry = { seq: lastSeq, event };
        numbered.push(entry);
        recent.push(entry);
        retainedSize += roughSize(event);
        stateSize += roughSize(event);
      }
      deliver((subscriber) => subscriber.onEvents(numbered));
      while (retainedSize > retainedBytes && recent.length > 1) dropOld();
    },
    end() {
      if (ended) return;
      ended = true;
      const emitted = [...subscribers];
      subscribers.clear();
      callEach(emitted, (subscriber) => subscriber.onEnd(true));
    },
    retainedAfter: (after) => recent.slice(Math.max(0, after - dropped)),
    subscribe,
  };

  function isRetained(seq: number): boolean {
    return seq >= dropped && seq <= lastSeq;
  }

  function subscribe(after: number, subscriber: LogSubscriber): () => void {
    const { drained } = subscriber;
    if (!isRetained(after) && drained) return emitSlowly({ ...subscriber, drained });
    const missed = isRetained(after) ? recent.slice(after - dropped) : snapshotRun(identity, state, lastSeq);
    const isGone = missed.length > 0 && !deliverTo(subscriber, missed);
    if (ended || isGone) {
      callEach([subscriber], (one) => one.onEnd(ended && !isGone));
      return () => {};
    }
    subscribers.add(subscriber);
    return () => {
      subscribers.delete(subscriber);
    };
  }

  /** False when the subscriber threw. */
  function deliverTo(subscriber: LogSubscriber, events: readonly NumberedRunEvent[]): boolean {
    return callEach([subscriber], (one) => one.onEvents(events)).length === 0;
  }

  function emitSlowly(subscriber: LogSubscriber & Required<Pick<LogSubscriber, 'drained'>>): () => void {
    let isOver = false;
    let leave = () => {
      isOver = true;
      forgetSlow(end);
    };
    const end = () => {
      leave();
      callEach([subscriber], (one) => one.onEnd(false));
    };
    const emit = async () => {
      let at: number;
      do {
        at = lastSeq;
        for (const chunk of inChunks(snapshotRun(identity, state, at))) {
          const isGone = !deliverTo(subscriber, chunk);
          await subscriber.drained();
          if (isOver) return;
          if (isGone) return end();
        }
      } while (!isRetained(at));
      leave();
      leave = subscribe(at, subscriber);
    };
    noteSlow(end);
    void emit();
    return () => leave();
  }

  /** A stalled reader keeps the whole run in memory, even after everything else has released it. */
  function noteSlow(end: () => void): void {
    slow.add(end);
    if (slow.size > 1) return;
    releaseSlow = unsentBytes().hold(stateSize, () => {
      for (const one of [...slow]) one();
    });
  }

  function forgetSlow(end: () => void): void {
    if (slow.delete(end) && slow.size === 0) releaseSlow();
  }
}

/** Approximate memory of one event, in bytes. */
export function roughSize(event: RunEvent): number {
  switch (event.type) {
    case 'run-start':
    case 'run-end':
      return OTHER_BYTES;
    case 'attempt-failed':
      return OTHER_BYTES + errorBytes(event.attempt.error);
    case 'run-error':
      return OTHER_BYTES + errorBytes(event.error);
    default:
      return OTHER_BYTES + eventBytes(event);
  }
}

/** Bytes of an event besides its text. */
const OTHER_BYTES = 150;

function errorBytes({ message, rawBody }: RunError): number {
  return (message.length + (rawBody?.length ?? 0)) * 2;
}

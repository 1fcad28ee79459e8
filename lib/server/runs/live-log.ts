import type { NumberedRunEvent, RunEvent } from '@/lib/completions/run/run-events';
import { applyRunEvent, emptyRunState, type RunState } from '@/lib/completions/run/run-state';
import { type RunIdentity, tellRun } from './collapse';

/** Called with events in order, without gap or double; after `onEnd` never again. Must not throw, nor block. */
export interface LogSubscriber {
  readonly onEvents: (events: readonly NumberedRunEvent[]) => void;
  readonly onEnd: () => void;
}

/**
 * The events of one run while it lives, numbered from 1. Kept small on purpose: a shared log (several processes, by
 * way of Redis) has to offer the same.
 */
export interface LiveLog {
  readonly lastSeq: number;
  readonly ended: boolean;
  /** All that has happened so far, folded. Do not change it. */
  readonly state: RunState;
  /** Numbers the events and hands them to every subscriber. */
  append(events: readonly RunEvent[]): void;
  /** No more events: subscribers are let go. */
  end(): void;
  /**
   * Hands over what came after `after` at once, then follows. Where that place is no longer kept, the story is told
   * from the beginning (`run-start` first). Returns what ends the subscription.
   */
  subscribe(after: number, subscriber: LogSubscriber): () => void;
}

/** Rough memory, in bytes, that single events may take before the oldest are dropped and only their sum is kept. */
const KEPT_BYTES = 1024 * 1024;

/** @param keptBytes lower in tests */
export function createLiveLog(identity: RunIdentity, keptBytes = KEPT_BYTES): LiveLog {
  const state = emptyRunState(identity.choiceCount);
  const subscribers = new Set<LogSubscriber>();
  let recent: NumberedRunEvent[] = [];
  /** Number of the event before the first in `recent`. */
  let dropped = 0;
  let keptSize = 0;
  let lastSeq = 0;
  let ended = false;

  /** Half goes at once: dropping one by one would move the whole list every time. */
  function dropOld(): void {
    const half = recent.length >> 1;
    recent = recent.slice(half);
    dropped += half;
    keptSize = recent.reduce((size, { event }) => size + roughSize(event), 0);
  }

  return {
    get lastSeq() {
      return lastSeq;
    },
    get ended() {
      return ended;
    },
    state,
    append(events) {
      if (ended || events.length === 0) return;
      const numbered: NumberedRunEvent[] = [];
      for (const event of events) {
        lastSeq += 1;
        applyRunEvent(state, event);
        const entry = { seq: lastSeq, event };
        numbered.push(entry);
        recent.push(entry);
        keptSize += roughSize(event);
      }
      for (const subscriber of [...subscribers]) subscriber.onEvents(numbered);
      while (keptSize > keptBytes && recent.length > 1) dropOld();
    },
    end() {
      if (ended) return;
      ended = true;
      for (const subscriber of [...subscribers]) subscriber.onEnd();
      subscribers.clear();
    },
    subscribe(after, subscriber) {
      const known = after >= dropped && after <= lastSeq;
      const missed = known ? recent.slice(after - dropped) : tellRun(identity, state, lastSeq);
      if (missed.length > 0) subscriber.onEvents(missed);
      if (ended) {
        subscriber.onEnd();
        return () => {};
      }
      subscribers.add(subscriber);
      return () => {
        subscribers.delete(subscriber);
      };
    },
  };
}

function roughSize(event: RunEvent): number {
  if (event.type !== 'text-delta') return 300;
  let size = 150 + event.text.length * 2;
  for (const token of event.tokens ?? []) size += 100 + token.top.length * 60;
  return size;
}

import type { Attempt, Timings } from '@/lib/protocol/run/run-events';
import type { Pace } from './pace';

/**
 * The parts of a run's time. `connect`: until the request was sent, including waiting in the queue.
 * `attempt`: a failed attempt. `attempts`: several with their waits, when only the sum is known. `wait`:
 * between two attempts. `answer`: from the request to the answer's headers. `first`: from there to the first
 * token. `tokens`: from there to the end.
 */
export type SpanKind = 'connect' | 'attempt' | 'attempts' | 'wait' | 'answer' | 'first' | 'tokens';

export interface TimeSpan {
  readonly kind: SpanKind;
  /** Milliseconds since the run was accepted. */
  readonly from: number;
  readonly to: number;
  /** Number of the attempt, also for the wait after it. */
  readonly attempt?: number;
}

/** A run's time from start to end, without gaps; empty while the end is unknown. */
export function timeline(timings: Timings, attempts: readonly Attempt[]): TimeSpan[] {
  const { sentMs, headersMs, firstTokenMs, durationMs: end } = timings;
  if (end === null) return [];
  const spans: TimeSpan[] = [];
  let at = 0;
  const add = (kind: SpanKind, to: number, attempt?: number) => {
    // Rounding must not make a span negative, or go beyond the end.
    const until = Math.min(end, Math.max(at, to));
    spans.push({ kind, from: at, to: until, ...(attempt === undefined ? {} : { attempt }) });
    at = until;
  };
  if (attempts.some(({ failedAtMs }) => failedAtMs === undefined)) {
    add('attempts', sentMs ?? end);
  } else {
    for (const { number, failedAtMs = 0, waitMs } of attempts) {
      add('attempt', failedAtMs, number);
      add('wait', failedAtMs + waitMs, number);
    }
  }
  if (at >= end && spans.length > 0) return spans;
  if (sentMs === null || sentMs > at || spans.length === 0) add('connect', sentMs ?? end);
  if (sentMs !== null) add('answer', headersMs ?? end);
  if (headersMs !== null) add('first', firstTokenMs ?? end);
  if (firstTokenMs !== null) add('tokens', end);
  return spans;
}

/** How densely text came between two moments: characters in each of `count` equal parts of that time. */
export function textDensity(pace: Pace, from: number, to: number, count: number): number[] {
  const parts = new Array<number>(count).fill(0);
  const width = (to - from) / count;
  if (width <= 0) return parts;
  for (const [ms, , characters] of pace) {
    const part = Math.min(count - 1, Math.max(0, Math.floor((ms - from) / width)));
    parts[part] = (parts[part] ?? 0) + characters;
  }
  return parts;
}

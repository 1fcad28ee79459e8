import { timeoutError } from '@/lib/connections/server/upstream/network-error';
import { type CompletionEnd, sendCompletion } from '@/lib/connections/server/upstream/send-completion';
import type { Transport } from '@/lib/connections/server/upstream/target';
import { logger } from '@/lib/platform/server/log';
import { isRetryable, retryDelayMs } from '@/lib/protocol/errors/retry-policy';
import { transportError } from '@/lib/protocol/errors/upstream-error';
import type { CompletionRequest } from '@/lib/protocol/request/completion-request';
import type { Retries } from '@/lib/protocol/request/value-kinds';
import type { Price } from '@/lib/protocol/run/price';
import type { Attempt, RunError, RunEvent, RunStatus, Timings } from '@/lib/protocol/run/run-events';
import type { RunState } from '@/lib/protocol/run/run-state';
import { runCost } from '@/lib/runs/model/cost';
import type { LiveRun, StopReason } from './live-run';
import { createRecorder, type RunStore } from './recorder';
import { countArrival, countDelivered, countEnd } from './run-counters';
import { NEWCOMER_FIRST_BYTE_MS } from './unwatched';

/** Settings may ask for a millisecond between attempts; no server should get that for an hour. */
const MAX_ATTEMPTS = 100;
/** Limit of each failed attempt's raw body: nobody needs a 64 KB page a hundred times. */
const ATTEMPT_BODY_CHARACTERS = 2_000;

export interface Execution {
  readonly run: LiveRun;
  readonly request: CompletionRequest;
  readonly retries: Retries | null;
  readonly transport: Transport;
  /** What a token costs, as far as it is known when the run ends; absent: unknown. */
  readonly price?: () => Price | null;
  /** Of the connection: removed from everything that comes back. */
  readonly secrets: readonly string[];
  /** `performance.now()` when the run was accepted: the zero of its timings. */
  readonly acceptedAt: number;
  /** Clock and randomness, for tests. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly random?: () => number;
  readonly store?: RunStore;
  /** Asked before the end is shown; see `ProcessLease`. Absent: it always is. */
  readonly isStillOwner?: () => Promise<boolean>;
  /** Something was added to the run. */
  readonly onDerived?: () => void;
  /** Attempts of runs that were taken back, which this one begins with. */
  readonly earlier?: readonly Attempt[];
  /**
   * Asked when the upstream refused the call and nothing of an answer has come. True: the run's row is gone, and the run is over
   * without an end. Must not reject.
   */
  readonly takeBack?: ((error: RunError, attempts: readonly Attempt[]) => Promise<boolean>) | undefined;
}

/** How a run is left: its end is saved; it was taken back; or saving failed, and this tries again. */
export type Executed = 'saved' | 'taken_back' | { readonly saveEnd: () => Promise<boolean> };

/**
 * Carries out a run to its end: attempts, events, recording. Subscribers get the last event before the row is
 * settled; the promise resolves after both. When the end could not be saved, it resolves with a function that
 * tries again (and returns whether it succeeded). Never rejects.
 */
export async function executeRun(execution: Execution): Promise<Executed> {
  const { run, acceptedAt, earlier = [], onDerived = () => {} } = execution;
  const { log, identity } = run;
  const { request, price = () => null } = execution;
  const recorder = createRecorder(identity.runId, log.state, {
    store: execution.store,
    acceptedAt,
    onClosed: () => run.stop('lost'),
  });
  const clock = startClock(acceptedAt);
  const emit = (events: readonly RunEvent[]) => {
    log.append(events);
    recorder.note(events);
    onDerived();
  };
  const begin: RunEvent[] = earlier.map((attempt) => ({ type: 'attempt-failed', attempt }));
  emit([{ type: 'run-start', ...identity }, ...begin]);
  let end: CompletionEnd;
  try {
    end = await tryUntilAnswered(execution, clock, emit);
  } catch (error) {
    logger.error({ err: error, runId: identity.runId }, 'run failed: internal error');
    const message = 'Something went wrong in the playground. Text received so far is kept.';
    end = { outcome: 'failed', error: transportError('internal', message), bodyBegan: true };
  }
  if (await isTakenBack(execution, end)) {
    log.end();
    return 'taken_back';
  }
  // Readers must not see an end that differs from the row's.
  const isLost = !((await execution.isStillOwner?.()) ?? true);
  const error = isLost ? null : errorOf(end, run.signal);
  if (error !== null) emit([{ type: 'run-error', error }]);
  const status = isLost ? 'interrupted' : statusOf(end, run.signal);
  emit([{ type: 'run-end', status, timings: clock.finish(), ...priced(log.state, request, price()) }]);
  log.end();
  const isSettled = await recorder.settle();
  countEnd(status, log.state);
  return isSettled ? 'saved' : { saveEnd: recorder.saveEnd };
}

async function isTakenBack({ run, takeBack }: Execution, end: CompletionEnd): Promise<boolean> {
  if (end.outcome !== 'failed' || end.bodyBegan || run.signal.aborted) return false;
  return (await takeBack?.(end.error, run.log.state.attempts)) ?? false;
}

/** An end by our own limits is a failure with a reason; an end by a person is not. */
const LIMIT_ERRORS: Readonly<Partial<Record<StopReason, RunError>>> = {
  no_first_byte: timeoutError('first_byte', NEWCOMER_FIRST_BYTE_MS),
  memory: transportError(
    'too_large',
    'The playground ran out of memory, and this run was one of the largest. Text received so far is kept.',
    'memory',
  ),
};

function limitError(signal: AbortSignal): RunError | null {
  return LIMIT_ERRORS[signal.reason as StopReason] ?? null;
}

function errorOf(end: CompletionEnd, signal: AbortSignal): RunError | null {
  if (end.outcome === 'aborted') return limitError(signal);
  return end.outcome === 'complete' ? null : end.error;
}

function priced(state: RunState, request: CompletionRequest, price: Price | null) {
  const cost = runCost({ ...state, ...(price && { price }) }, request);
  return { ...(price && { price }), ...(cost && { cost }) };
}

async function tryUntilAnswered(
  execution: Execution,
  clock: Clock,
  emit: (events: readonly RunEvent[]) => void,
): Promise<CompletionEnd> {
  const { run, retries, earlier = [], wait = abortableWait, random } = execution;
  const begun = performance.now();
  for (let number = 1; ; number += 1) {
    const end = await sendCompletion({
      transport: execution.transport,
      request: execution.request,
      secrets: execution.secrets,
      signal: run.signal,
      onSent: clock.sent,
      onHeaders: clock.headers,
      onEvents: (events) => {
        const arrival = countArrival(events.length);
        emit(clock.timed(events));
        countDelivered(arrival);
      },
    });
    const error = retries === null ? null : retryableError(end, retries);
    if (retries === null || error === null || number === MAX_ATTEMPTS) return end;
    const waitMs = Math.round(retryDelayMs(number - 1, retries, error.retryAfterMs, random));
    // An attempt that would start too late is not announced either.
    if (performance.now() - begun + waitMs > retries.backoff.maxElapsedTime) return end;
    const rawBody = error.rawBody?.slice(0, ATTEMPT_BODY_CHARACTERS) ?? null;
    const place = (earlier.at(-1)?.number ?? 0) + number;
    const attempt = { number: place, error: { ...error, rawBody }, waitMs, failedAtMs: clock.now() };
    emit([{ type: 'attempt-failed', attempt }]);
    await wait(waitMs, run.signal);
    if (run.signal.aborted) return { outcome: 'aborted' };
    clock.restart();
  }
}

/** Only errors before the first byte of an answer: otherwise text would come, and be billed, twice. */
function retryableError(end: CompletionEnd, retries: Retries): RunError | null {
  if (end.outcome !== 'failed' || end.bodyBegan) return null;
  return isRetryable(end.error, retries) ? end.error : null;
}

function statusOf(end: CompletionEnd, signal: AbortSignal): Exclude<RunStatus, 'streaming'> {
  if (end.outcome !== 'aborted') return end.outcome;
  if (limitError(signal) !== null) return 'failed';
  const reason: StopReason = signal.reason;
  return reason === 'shutdown' || reason === 'lost' ? 'interrupted' : 'stopped';
}

interface Clock {
  /** Milliseconds since the run was accepted. */
  now(): number;
  sent(): void;
  headers(): void;
  /** The same events; the run's first text says when it came. */
  timed(events: readonly RunEvent[]): readonly RunEvent[];
  /** A new attempt: timings of the last one do not count. */
  restart(): void;
  finish(): Timings;
}

function startClock(acceptedAt: number): Clock {
  const now = () => Math.round((performance.now() - acceptedAt) * 10) / 10;
  let timings: Timings = { sentMs: null, headersMs: null, firstTokenMs: null, durationMs: null };
  return {
    now,
    sent: () => {
      timings = { ...timings, sentMs: now() };
    },
    headers: () => {
      timings = { ...timings, headersMs: now() };
    },
    timed(events) {
      if (timings.firstTokenMs !== null) return events;
      const at = events.findIndex((event) => event.type === 'text-delta' && event.text !== '');
      const first = events[at];
      if (first?.type !== 'text-delta') return events;
      const firstTokenMs = now();
      timings = { ...timings, firstTokenMs };
      return events.with(at, { ...first, firstTokenMs });
    },
    restart: () => {
      timings = { ...timings, sentMs: null, headersMs: null };
    },
    finish: () => ({ ...timings, durationMs: now() }),
  };
}

/** Resolves after `ms`, or at once when the signal aborts. Never rejects. */
function abortableWait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

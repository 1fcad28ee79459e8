import { ApiError } from '@/lib/platform/client/http/api-error';
import { onSessionChange } from '@/lib/platform/client/http/send';
import { createRunEventReader } from '@/lib/protocol/run/run-event-reader';
import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';
import type { RunLink } from './run-view';

/** The server sends a comment every 15 s: after three missed ones the connection counts as dead. */
const SILENCE_MS = 45_000;
const FIRST_WAIT_MS = 300;
const MAX_WAIT_MS = 10_000;
/** Before the run is known to exist, a person is waiting for an answer: give up after about six seconds. */
const TRIES_BEFORE_ACCEPTED = 4;
/**
 * Afterwards, this many joins in a row may bring nothing new: about five minutes of a server that is down,
 * and over a minute of one that answers. After that a person has to retry.
 */
const FUTILE_OUTAGES = 36;
const FUTILE_JOINS = 12;
/** A stream that stayed open this long was a good one, even if it brought nothing. */
const STEADY_MS = 20_000;
/** Retries after this page itself failed over an event: a fresh snapshot sometimes helps. */
const FAULTS = 4;
/** A server may ask us to wait longer than we would ourselves, but not forever. */
const MAX_REQUESTED_WAIT_MS = 10 * 60_000;
/** Before the run is known to exist a person waits for it: a longer wait is reported to them instead. */
const MAX_WAIT_BEFORE_ACCEPTED_MS = 5_000;

export interface ConnectionOptions<Event> {
  /** Requests the stream: the new run at first, later the rest of it. Throws `ApiError`. */
  readonly open: (signal: AbortSignal) => Promise<Response>;
  /** A reader for the bytes of one response. */
  readonly reader: () => { push(bytes: Uint8Array): readonly Event[] };
  readonly onEvents: (events: readonly Event[]) => void;
  /** Whether an event brings something new: a replay of known events does not. */
  readonly isNews: (event: Event) => boolean;
  readonly onLink: (link: RunLink) => void;
  /** True once our server is known to have the run: from then on only a definite refusal ends the retries. */
  readonly isAccepted: () => boolean;
  /** True once the last possible event has been seen. */
  readonly isOver: () => boolean;
  readonly signal: AbortSignal;
  /**
   * True when the page closed the stream itself because it is hidden: then bringing nothing is not a failure.
   */
  readonly isAway?: () => boolean;
  /** Waits before joining again; ends early when the network returns. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

type RunConnectionOptions = Omit<ConnectionOptions<NumberedRunEvent>, 'reader' | 'isNews'>;

/**
 * `left`: the signal was aborted. `refused`: there is nothing to join. `lost`: given up, though the run may
 * exist.
 */
export type ConnectionEnd = { outcome: 'ended' | 'left' } | { outcome: 'refused' | 'lost'; error: ApiError };

/**
 * Follows a run to its end over as many connections as it takes, one at a time, so that no event is missed or
 * delivered twice. Never throws.
 */
export function followRun(options: RunConnectionOptions): Promise<ConnectionEnd> {
  let last = 0;
  const isNews = ({ seq }: NumberedRunEvent) => {
    if (seq <= last) return false;
    last = seq;
    return true;
  };
  return followEvents({ ...options, reader: createRunEventReader, isNews });
}

/** The same for any stream of ours that can be resumed from where it was cut. Never throws. */
export async function followEvents<Event>(options: ConnectionOptions<Event>): Promise<ConnectionEnd> {
  const { open, onLink, isAccepted, isOver, isAway, signal, pause = pauseUntilOnline } = options;
  let failures = 0;
  let faults = 0;
  while (!signal.aborted) {
    let waitMs = 0;
    try {
      const response = await open(signal);
      onLink('open');
      const openedAt = Date.now();
      const { isNew, fault } = await readEvents(response, options);
      if (signal.aborted) break;
      if (fault === null && isOver()) {
        onLink('closed');
        return { outcome: 'ended' };
      }
      faults = fault === null ? 0 : faults + 1;
      // When a stream brought something new and was then cut, the network failed; the server may well have
      // more.
      const isGood = isNew || isAway?.() === true || Date.now() - openedAt >= STEADY_MS;
      failures = isGood && fault === null ? 0 : failures + 1;
      if (faults >= FAULTS) return lost(pageFault(fault));
      if (failures >= FUTILE_JOINS) return lost(NOTHING_NEW);
    } catch (error) {
      if (signal.aborted) break;
      const refusal = asApiError(error);
      failures += 1;
      const accepted = isAccepted();
      // After signing in again, the run is found where it was.
      if (accepted && refusal.status === 401) return lost(refusal);
      if (accepted ? !mayPass(refusal) : !isOutage(refusal)) return refused(refusal);
      if (!accepted && (failures >= TRIES_BEFORE_ACCEPTED || requestsLongWait(refusal)))
        return refused(refusal);
      if (failures >= (isOutage(refusal) ? FUTILE_OUTAGES : FUTILE_JOINS)) return lost(refusal);
      waitMs = Math.min(refusal.retryAfterMs ?? 0, MAX_REQUESTED_WAIT_MS);
    }
    onLink('reconnecting');
    await pause(Math.max(waitMs, Math.min(FIRST_WAIT_MS * 2 ** failures, MAX_WAIT_MS)), signal);
  }
  return { outcome: 'left' };

  function refused(error: ApiError): ConnectionEnd {
    onLink('lost');
    return { outcome: 'refused', error };
  }

  function lost(error: ApiError): ConnectionEnd {
    onLink('lost');
    return { outcome: 'lost', error };
  }
}

const NOTHING_NEW = new ApiError({
  status: 200,
  code: 'nothing_new',
  message: 'The server has sent nothing for a while.',
});

function pageFault(fault: unknown): ApiError {
  const said = fault instanceof Error && fault.message !== '' ? ` (${fault.message})` : '';
  return new ApiError({
    status: 200,
    code: 'page_fault',
    message: `This page couldn't display the response${said}.`,
  });
}

/**
 * The result of reading one response. `fault`: what this page threw while handling its events; null: nothing.
 */
interface Reading {
  readonly isNew: boolean;
  readonly fault: unknown;
}

/** Reads one response until it ends, breaks or falls silent, or this page itself fails. */
async function readEvents<Event>(response: Response, options: ConnectionOptions<Event>): Promise<Reading> {
  const { reader, onEvents, isNews, isOver, signal } = options;
  const body = response.body?.getReader();
  if (!body) return { isNew: false, fault: null };
  const events = reader();
  let isNew = false;
  let lastRead = Date.now();
  // After sleep, a machine wakes up with a dead connection and does not notice.
  const watch = setInterval(() => {
    if (Date.now() - lastRead > SILENCE_MS) body.cancel().catch(() => undefined);
  }, SILENCE_MS / 8);
  try {
    while (!isOver()) {
      const read = await body.read().catch(() => null);
      // The network broke in the middle: what came is retained, the rest is requested again.
      if (read === null || read.done || signal.aborted) break;
      lastRead = Date.now();
      const batch = events.push(read.value);
      if (batch.length === 0) continue;
      // Checks all of them, not just the first match: the last one says where to resume.
      isNew = batch.filter(isNews).length > 0 || isNew;
      onEvents(batch);
    }
    return { isNew, fault: null };
  } catch (error) {
    return { isNew, fault: error ?? new Error() };
  } finally {
    clearInterval(watch);
    body.cancel().catch(() => undefined);
  }
}

/** No answer at all, one from something in front of our server, or one that says when to come back. */
function isOutage(error: ApiError): boolean {
  const { status, retryAfterMs } = error;
  return status === 0 || status === 502 || status === 504 || (status === 503 && retryAfterMs !== undefined);
}

function requestsLongWait({ retryAfterMs = 0 }: ApiError): boolean {
  return retryAfterMs > MAX_WAIT_BEFORE_ACCEPTED_MS;
}

function mayPass(error: ApiError): boolean {
  return error.status === 0 || error.status === 429 || error.status >= 500;
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : 'Something went wrong on this page.';
  return new ApiError({ status: 400, code: 'unexpected', message });
}

/** Ends early when the network returns. */
export function pauseUntilOnline(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener('online', done);
    signal.addEventListener('abort', done);
  });
}

/**
 * Calls back once: when the network or the session returns, the page becomes visible, or the signal aborts.
 */
export function whenBack(callback: () => void, signal: AbortSignal): void {
  const once = () => {
    window.removeEventListener('online', once);
    document.removeEventListener('visibilitychange', onVisible);
    signal.removeEventListener('abort', once);
    forgetSession();
    callback();
  };
  const onVisible = () => {
    if (document.visibilityState === 'visible') once();
  };
  const forgetSession = onSessionChange(once);
  window.addEventListener('online', once);
  document.addEventListener('visibilitychange', onVisible);
  signal.addEventListener('abort', once);
}

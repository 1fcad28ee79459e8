import { ApiError } from '@/lib/platform/client/http/api-error';
import { onSessionChange } from '@/lib/platform/client/http/send';
import { createRunEventReader } from '@/lib/protocol/run/run-event-reader';
import type { NumberedRunEvent } from '@/lib/protocol/run/run-events';
import type { RunLink } from './run-view';

/** The server sends a comment every 15 s: three missed ones mean that the connection is dead. */
const SILENCE_MS = 45_000;
const FIRST_WAIT_MS = 300;
const MAX_WAIT_MS = 10_000;
/** Before the run is known to exist, someone is waiting for an answer: give up after about six seconds. */
const TRIES_BEFORE_ACCEPTED = 4;
/**
 * Afterwards so many joins in a row may bring nothing new: about five minutes of a server that is away, and over a minute
 * of one that answers. Then it is for a person to try again.
 */
const FUTILE_OUTAGES = 36;
const FUTILE_JOINS = 12;
/** A stream that was open for so long was a good one, even if there was nothing to tell. */
const STEADY_MS = 20_000;
/** What this page itself cannot take is not better the next time: now and then a fresh telling is. */
const FAULTS = 4;
/** A server may ask to be left alone for longer than we wait by ourselves, but not for ever. */
const MAX_ASKED_WAIT_MS = 10 * 60_000;
/** Before the run is known to exist somebody waits for it: what asks for longer is told to them. */
const MAX_WAIT_BEFORE_ACCEPTED_MS = 5_000;

export interface ConnectionOptions<Event> {
  /** Asks for the stream: the run itself at first, later the rest of it. Throws `ApiError`. */
  readonly open: (signal: AbortSignal) => Promise<Response>;
  /** A reader for the bytes of one response. */
  readonly reader: () => { push(bytes: Uint8Array): readonly Event[] };
  readonly onEvents: (events: readonly Event[]) => void;
  /** Whether an event brings something that was not there before: the same story told again does not. */
  readonly isNews: (event: Event) => boolean;
  readonly onLink: (link: RunLink) => void;
  /** True once our server is known to have the run: from then on only a firm no ends the trying. */
  readonly isAccepted: () => boolean;
  /** True once the last event that there can be was seen. */
  readonly isOver: () => boolean;
  readonly signal: AbortSignal;
  /** True when the page left the stream itself, since nobody looks: that it brought nothing is no failure. */
  readonly isAway?: () => boolean;
  /** Waits before joining again; cut short when the network returns. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly silenceMs?: number;
}

type RunConnectionOptions = Omit<ConnectionOptions<NumberedRunEvent>, 'reader' | 'isNews'>;

/** `left`: the signal was aborted. `refused`: there is nothing to join. `lost`: given up, though it may be there. */
export type ConnectionEnd = { outcome: 'ended' | 'left' } | { outcome: 'refused' | 'lost'; error: ApiError };

/**
 * Follows a run to its end over as many connections as it takes, one at a time, so that events can neither be
 * missed nor come twice. Never throws.
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

/** The same for any stream of ours that can be asked for again from where it was cut. Never throws. */
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
      // A stream that carried something new and was then cut is a network at fault, not a server that has no more.
      const isGood = isNew || isAway?.() === true || Date.now() - openedAt >= STEADY_MS;
      failures = isGood && fault === null ? 0 : failures + 1;
      if (faults >= FAULTS) return lost(pageFault(fault));
      if (failures >= FUTILE_JOINS) return lost(NOTHING_NEW);
    } catch (error) {
      if (signal.aborted) break;
      const refusal = asApiError(error);
      failures += 1;
      const accepted = isAccepted();
      // Whoever signs in again finds the run where it was.
      if (accepted && refusal.status === 401) return lost(refusal);
      if (accepted ? !mayPass(refusal) : !isOutage(refusal)) return refused(refusal);
      if (!accepted && (failures >= TRIES_BEFORE_ACCEPTED || asksForLong(refusal))) return refused(refusal);
      if (failures >= (isOutage(refusal) ? FUTILE_OUTAGES : FUTILE_JOINS)) return lost(refusal);
      waitMs = Math.min(refusal.retryAfterMs ?? 0, MAX_ASKED_WAIT_MS);
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
  message: 'The server has sent nothing new for a while.',
});

function pageFault(fault: unknown): ApiError {
  const said = fault instanceof Error && fault.message !== '' ? ` (${fault.message})` : '';
  return new ApiError({
    status: 200,
    code: 'page_fault',
    message: `This page couldn't display the response${said}.`,
  });
}

/** How the reading of one response went. `fault`: what this page threw over its events; null: nothing. */
interface Reading {
  readonly isNew: boolean;
  readonly fault: unknown;
}

/** Reads one response until it ends, breaks or falls silent, or this page itself fails over it. */
async function readEvents<Event>(response: Response, options: ConnectionOptions<Event>): Promise<Reading> {
  const { reader, onEvents, isNews, isOver, signal, silenceMs = SILENCE_MS } = options;
  const body = response.body?.getReader();
  if (!body) return { isNew: false, fault: null };
  const events = reader();
  let isNew = false;
  let lastRead = Date.now();
  // A sleeping machine wakes up with a connection that is dead and does not know it.
  const watch = setInterval(() => {
    if (Date.now() - lastRead > silenceMs) body.cancel().catch(() => undefined);
  }, silenceMs / 8);
  try {
    while (!isOver()) {
      const read = await body.read().catch(() => null);
      // The network went away in the middle: what came before it is kept, the rest is asked for again.
      if (read === null || read.done || signal.aborted) break;
      lastRead = Date.now();
      const batch = events.push(read.value);
      if (batch.length === 0) continue;
      // All of them are looked at: the last one says from where to count.
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

/** No answer at all, one by something that stands in front of our server, or one that says when it will be there. */
function isOutage(error: ApiError): boolean {
  const { status, retryAfterMs } = error;
  return status === 0 || status === 502 || status === 504 || (status === 503 && retryAfterMs !== undefined);
}

function asksForLong({ retryAfterMs = 0 }: ApiError): boolean {
  return retryAfterMs > MAX_WAIT_BEFORE_ACCEPTED_MS;
}

function mayPass(error: ApiError): boolean {
  return error.status === 0 || error.status === 429 || error.status >= 500;
}

function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : 'Something went wrong in this page.';
  return new ApiError({ status: 400, code: 'unexpected', message });
}

/** Cut short when the network returns. */
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

/** Calls back once: when the network or the session returns, the page is looked at again, or nobody waits any more. */
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

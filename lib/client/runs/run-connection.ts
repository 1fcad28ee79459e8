import { ApiError } from '@/lib/client/http/api';
import { createRunEventReader } from '@/lib/completions/run/run-event-reader';
import type { NumberedRunEvent } from '@/lib/completions/run/run-events';
import type { RunLink } from './run-view';

/** The server sends a comment every 15 s: three missed ones mean that the connection is dead. */
const SILENCE_MS = 45_000;
const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 10_000;
/** Before the run is known to exist, someone is waiting for an answer: give up after about six seconds. */
const TRIES_BEFORE_ACCEPTED = 4;

export interface ConnectionOptions<Event> {
  /** Asks for the stream: the run itself at first, later the rest of it. Throws `ApiError`. */
  readonly open: (signal: AbortSignal) => Promise<Response>;
  /** A reader for the bytes of one response. */
  readonly reader: () => { push(bytes: Uint8Array): readonly Event[] };
  readonly onEvents: (events: readonly Event[]) => void;
  readonly onLink: (link: RunLink) => void;
  /** True once our server is known to have the run: from then on only a firm no ends the trying. */
  readonly isAccepted: () => boolean;
  /** True once the last event that there can be was seen. */
  readonly isOver: () => boolean;
  readonly signal: AbortSignal;
  /** Waits before joining again; cut short when the network returns. */
  readonly pause?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly silenceMs?: number;
}

type RunConnectionOptions = Omit<ConnectionOptions<NumberedRunEvent>, 'reader'>;

/** `left`: the signal was aborted. `refused`: there is nothing to join. */
type ConnectionEnd = { outcome: 'ended' | 'left' } | { outcome: 'refused'; error: ApiError };

/**
 * Follows a run to its end over as many connections as it takes, one at a time, so that events can neither be
 * missed nor come twice. Never throws.
 */
export function followRun(options: RunConnectionOptions): Promise<ConnectionEnd> {
  return followEvents({ ...options, reader: createRunEventReader });
}

/** The same for any stream of ours that can be asked for again from where it was cut. Never throws. */
export async function followEvents<Event>(options: ConnectionOptions<Event>): Promise<ConnectionEnd> {
  const { open, onLink, isAccepted, isOver, signal, pause = pauseUntilOnline } = options;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const response = await open(signal);
      onLink('open');
      const gotSome = await readEvents(response, options);
      if (signal.aborted) break;
      if (isOver()) {
        onLink('closed');
        return { outcome: 'ended' };
      }
      // A stream that carried something and was then cut is a network at fault, not a server that says no.
      failures = gotSome ? 0 : failures + 1;
    } catch (error) {
      if (signal.aborted) break;
      const refusal = asApiError(error);
      failures += 1;
      const givesUp = isAccepted() ? !mayPass(refusal) : !isOutage(refusal);
      if (givesUp || (!isAccepted() && failures >= TRIES_BEFORE_ACCEPTED)) {
        onLink('lost');
        return { outcome: 'refused', error: refusal };
      }
    }
    onLink('reconnecting');
    await pause(Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS), signal);
  }
  return { outcome: 'left' };
}

/** Reads one response until it ends, breaks or falls silent. Returns whether any event came. */
async function readEvents<Event>(response: Response, options: ConnectionOptions<Event>): Promise<boolean> {
  const { reader, onEvents, isOver, signal, silenceMs = SILENCE_MS } = options;
  const body = response.body?.getReader();
  if (!body) return false;
  const events = reader();
  let gotSome = false;
  let lastRead = Date.now();
  // A sleeping machine wakes up with a connection that is dead and does not know it.
  const watch = setInterval(() => {
    if (Date.now() - lastRead > silenceMs) body.cancel().catch(() => undefined);
  }, silenceMs / 8);
  try {
    while (!isOver()) {
      const { done, value } = await body.read();
      if (done || signal.aborted) break;
      lastRead = Date.now();
      const batch = events.push(value);
      if (batch.length === 0) continue;
      gotSome = true;
      onEvents(batch);
    }
  } catch {
    // The network went away in the middle: what came before it is kept, the rest is asked for again.
  } finally {
    clearInterval(watch);
    body.cancel().catch(() => undefined);
  }
  return gotSome;
}

/** No answer at all, or one by something that stands in front of our server. */
function isOutage(error: ApiError): boolean {
  return error.status === 0 || error.status === 502 || error.status === 504;
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

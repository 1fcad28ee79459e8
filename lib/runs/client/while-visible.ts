import { isPageLeft } from './page-left';
import type { RunLink } from './run-view';

/** Between two calls of a hidden page. Browsers stretch it to a minute; the server reckons with that. */
const BEAT_MS = 20_000;
/** A page that is being closed knows by then; the server waits much longer. */
const FIRST_BEAT_MS = 1_000;

/** `ended`: the end can be read now. `quiet`: nothing will happen until somebody looks. */
export type WhileHidden = 'going' | 'ended' | 'quiet';

export interface VisibleStreamOptions {
  /** Asks for the stream from where the page is. */
  readonly open: (signal: AbortSignal) => Promise<Response>;
  readonly onLink: (link: RunLink) => void;
  /** Says that the page is still there, and answers what there is to wait for. */
  readonly beat: (signal: AbortSignal) => Promise<WhileHidden>;
  /** False while the server may not know yet what is asked for: then the stream stays, seen or not. */
  readonly isAccepted: () => boolean;
  /** Waits before joining again when the network is at fault. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** The part of `followEvents`'s options that depends on whether anybody looks. */
export interface VisibleStream {
  readonly isAway: () => boolean;
  readonly open: (signal: AbortSignal) => Promise<Response>;
  readonly onLink: (link: RunLink) => void;
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/**
 * A page that is out of sight holds no stream: it would be one of the six connections that a browser has to a server over
 * HTTP/1.1. It says now and then that it is there, and joins again, where it was, when it is looked at or all is over.
 */
export function whileVisible(options: VisibleStreamOptions): VisibleStream {
  const { open, onLink, beat, isAccepted, pause } = options;
  /** The stream was left because nobody looks, not lost. */
  let isAway = false;
  /** What is left of it comes at once, and holds no connection. */
  let isEnding = false;
  /** Of the stream that is open. */
  let forget: () => void = () => undefined;
  return {
    isAway: () => isAway,
    async open(signal) {
      forget();
      const leaving = new AbortController();
      const leave = () => leaving.abort();
      const look = () => {
        if (!isHidden() || !isAccepted() || isEnding) return;
        isAway = true;
        leave();
      };
      let forgetLook: () => void = () => undefined;
      forget = () => {
        signal.removeEventListener('abort', leave);
        forgetLook();
      };
      signal.addEventListener('abort', leave);
      leaving.signal.addEventListener('abort', forget);
      const response = await open(leaving.signal);
      forgetLook = onVisibility(look);
      look();
      return response;
    },
    onLink(link) {
      if (link !== 'open') forget();
      if (!(isAway && link === 'reconnecting')) onLink(link);
    },
    async pause(milliseconds, signal) {
      if (!isAway) await pause(milliseconds, signal);
      isAway = false;
      // A page that is being closed is hidden first or last, as the browser likes: it says nothing more.
      if (isHidden() && isAccepted()) await whileUnseen(signal, (seen) => sleep(FIRST_BEAT_MS, seen));
      while (isHidden() && isAccepted() && !signal.aborted) {
        // What the network refuses now it may take the next time.
        const next = isPageLeft() ? null : await whileUnseen(signal, (seen) => withTimeLimit(beat, seen));
        isEnding = next === 'ended';
        if (isEnding) return;
        await whileUnseen(signal, (seen) => sleep(next === 'quiet' ? null : BEAT_MS, seen));
      }
    },
  };
}

function isHidden(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'hidden';
}

function onVisibility(listener: () => void): () => void {
  if (typeof document === 'undefined') return () => undefined;
  document.addEventListener('visibilitychange', listener);
  return () => document.removeEventListener('visibilitychange', listener);
}

/** Null when the page is looked at, or nobody waits any more, before the work is done; its signal says so too. */
async function whileUnseen<Value>(
  signal: AbortSignal,
  work: (seen: AbortSignal) => Promise<Value>,
): Promise<Value | null> {
  const seen = new AbortController();
  const end = () => seen.abort();
  const forget = onVisibility(() => {
    if (!isHidden()) end();
  });
  signal.addEventListener('abort', end);
  if (!isHidden() || signal.aborted) end();
  try {
    return await Promise.race([work(seen.signal), sleep(null, seen.signal)]);
  } catch {
    return null;
  } finally {
    forget();
    signal.removeEventListener('abort', end);
    end();
  }
}

/** A call that never comes back must not keep the next one from being made. */
async function withTimeLimit(
  beat: VisibleStreamOptions['beat'],
  seen: AbortSignal,
): Promise<WhileHidden | null> {
  return Promise.race([beat(seen), sleep(BEAT_MS, seen)]);
}

/** Null: until the signal. */
function sleep(milliseconds: number | null, signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    const timer = milliseconds === null ? undefined : setTimeout(done, milliseconds);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve(null);
    }
  });
}

import type { RunLink } from './run-view';

/** Time between two calls of a hidden page. Browsers stretch it to a minute; the server allows for that. */
const BEAT_MS = 20_000;
/** By then a page that is being closed knows it; the server waits much longer. */
const FIRST_BEAT_MS = 1_000;

/** `ended`: the end can be read now. `quiet`: nothing will happen until the page is visible. */
export type WhileHidden = 'going' | 'ended' | 'quiet';

export interface VisibleStreamOptions {
  /** Requests the stream from the page's position. */
  readonly open: (signal: AbortSignal) => Promise<Response>;
  readonly onLink: (link: RunLink) => void;
  /** Tells the server that the page is still there, and returns what there is to wait for. */
  readonly beat: (signal: AbortSignal) => Promise<WhileHidden>;
  /** False while the server may not know the run yet: then the stream stays open, visible or not. */
  readonly isAccepted: () => boolean;
  /** Waits before joining again after a network failure. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** The part of `followEvents`'s options that depends on whether the page is visible. */
export interface VisibleStream {
  readonly isAway: () => boolean;
  readonly open: (signal: AbortSignal) => Promise<Response>;
  readonly onLink: (link: RunLink) => void;
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/**
 * A hidden page holds no stream: a browser has only six connections to a server over HTTP/1.1. It regularly
 * tells the server that it is there, and joins again, where it was, when it becomes visible or everything has
 * ended.
 */
export function whileVisible(options: VisibleStreamOptions): VisibleStream {
  const { open, onLink, beat, isAccepted, pause } = options;
  /** The stream was closed because the page is hidden; it was not lost. */
  let isAway = false;
  /** What remains of it comes immediately, and holds no connection. */
  let isEnding = false;
  /** Cleans up the open stream. */
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
      // Browsers hide a closing page before or after the close event: it sends nothing more.
      if (isHidden() && isAccepted()) await whileUnseen(signal, (seen) => sleep(FIRST_BEAT_MS, seen));
      while (isHidden() && isAccepted() && !signal.aborted) {
        // What fails on the network now may succeed the next time.
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

/**
 * Null when the page becomes visible, or the signal aborts, before the work is done; the work's own signal is
 * then aborted, too.
 */
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

/** A call that never returns must not keep the next one from being made. */
async function withTimeLimit(
  beat: VisibleStreamOptions['beat'],
  seen: AbortSignal,
): Promise<WhileHidden | null> {
  return Promise.race([beat(seen), sleep(BEAT_MS, seen)]);
}

/** Null: waits until the signal aborts. */
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

let isLeft = false;

// Closed, or left for another page. The browser may restore it from its cache.
if (typeof window !== 'undefined') {
  window.addEventListener('pagehide', () => {
    isLeft = true;
  });
  window.addEventListener('pageshow', () => {
    isLeft = false;
  });
}

/** True once the page is being closed or left; becoming hidden is then part of that and means nothing. */
function isPageLeft(): boolean {
  return isLeft;
}

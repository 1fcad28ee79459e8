import type { RunLink } from './run-view';

/** Between two calls of a hidden page. Browsers stretch it to a minute; the server reckons with that. */
const BEAT_MS = 20_000;

/** `ended`: the end can be read now. `quiet`: nothing will happen until somebody looks. */
export type WhileHidden = 'going' | 'ended' | 'quiet';

export interface VisibleStreamOptions {
  /** Asks for the stream from where the page is. */
  readonly open: (signal: AbortSignal) => Promise<Response>;
  readonly onLink: (link: RunLink) => void;
  /** Says that the page is still there, and answers what there is to wait for. */
  readonly beat: () => Promise<WhileHidden>;
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
  /** Forgets the stream before: a run that is joined often must not leave a listener behind each time. */
  let release: () => void = () => undefined;
  return {
    isAway: () => isAway,
    async open(signal) {
      release();
      const leaving = new AbortController();
      const leave = () => leaving.abort();
      signal.addEventListener('abort', leave);
      release = () => signal.removeEventListener('abort', leave);
      const response = await open(leaving.signal);
      const look = () => {
        if (!isHidden() || !isAccepted() || isEnding) return;
        isAway = true;
        leave();
      };
      const forget = onVisibility(look);
      leaving.signal.addEventListener('abort', forget);
      release = () => {
        signal.removeEventListener('abort', leave);
        forget();
      };
      look();
      return response;
    },
    onLink(link) {
      if (!(isAway && link === 'reconnecting')) onLink(link);
    },
    async pause(milliseconds, signal) {
      if (!isAway) await pause(milliseconds, signal);
      isAway = false;
      while (isHidden() && isAccepted() && !signal.aborted) {
        // What the network refuses now it may take the next time.
        const next = await beat().catch(() => 'going' as const);
        isEnding = next === 'ended';
        if (isEnding) return;
        await untilVisible(next === 'quiet' ? null : BEAT_MS, signal);
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

function untilVisible(milliseconds: number | null, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      forget();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const look = () => {
      if (!isHidden() || signal.aborted) done();
    };
    const timer = milliseconds === null ? undefined : setTimeout(done, milliseconds);
    const forget = onVisibility(look);
    signal.addEventListener('abort', done);
    look();
  });
}

import type { NumberedRunEvent } from '@/lib/completions/run/run-events';
import {
  encodeRunEvents,
  STREAM_HEADERS,
  STREAM_KEEP_ALIVE,
  STREAM_PREAMBLE,
} from '@/lib/completions/run/sse-encoder';
import type { LogSubscriber } from './live-log';

/** A comment this often keeps proxies, and the page's own watch, from giving a quiet stream up. */
const KEEP_ALIVE_MS = 15_000;
/** Unsent bytes at which a reader is sent away, to join again where it was. */
const MAX_UNSENT_BYTES = 8 * 1024 * 1024;

/** How the events are written. */
export interface RunStreamFormat {
  /** Sent at once. */
  readonly preamble: string;
  readonly encode: (events: readonly NumberedRunEvent[]) => string;
}

/** The page's own: ./README.md. */
const OURS: RunStreamFormat = { preamble: STREAM_PREAMBLE, encode: encodeRunEvents };

export interface RunStreamOptions {
  readonly runId: string;
  /** Begins to follow the run; returns what ends that. */
  readonly watch: (subscriber: LogSubscriber) => () => void;
  /**
   * Aborts when the reader's connection is closed (`request.signal`). Next does not touch the body of an answer whose
   * connection was closed before the answer was there, so the body alone would never know.
   */
  readonly gone?: AbortSignal;
  /** Absent: the page's own. */
  readonly format?: RunStreamFormat;
  readonly keepAliveMs?: number;
  readonly maxUnsentBytes?: number;
}

/**
 * A run as an event stream (./README.md). Events go into the response as they come, without a stage in between; a
 * reader that does not keep up costs at most 8 MB, a reader that leaves is only no longer watching.
 */
export function runStreamResponse(options: RunStreamOptions): Response {
  const {
    runId,
    watch,
    gone,
    format = OURS,
    keepAliveMs = KEEP_ALIVE_MS,
    maxUnsentBytes = MAX_UNSENT_BYTES,
  } = options;
  const encoder = new TextEncoder();
  let leave = () => {};
  let keepAlive: NodeJS.Timeout | undefined;
  let closed = false;
  const abandon = () => {
    closed = true;
    clearInterval(keepAlive);
    gone?.removeEventListener('abort', abandon);
    leave();
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const close = () => {
          if (closed) return;
          abandon();
          controller.close();
        };
        const send = (text: string) => {
          if (closed || text === '') return;
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) < -maxUnsentBytes) close();
        };
        send(format.preamble);
        keepAlive = setInterval(() => send(STREAM_KEEP_ALIVE), keepAliveMs);
        keepAlive.unref();
        leave = watch({
          onEvents: (events: readonly NumberedRunEvent[]) => send(format.encode(events)),
          onEnd: close,
        });
        gone?.addEventListener('abort', abandon);
        // The whole run may have come while `watch` was being called: there was no `leave` yet.
        if (closed || gone?.aborted) abandon();
      },
      cancel: abandon,
    },
    // Counted in bytes, so that `desiredSize` tells how much is waiting.
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  );
  return new Response(body, { headers: { ...STREAM_HEADERS, 'X-Run-Id': runId } });
}

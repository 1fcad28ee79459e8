import { type Access, whileOpen } from '@/lib/accounts/server/access';
import { STREAM_HEADERS, STREAM_KEEP_ALIVE } from '@/lib/protocol/run/sse-encoder';
import { type UnsentBytes, unsentBytes } from './unsent-bytes';

/** A comment this often keeps proxies, and the page's own watch, from giving a quiet stream up. */
const KEEP_ALIVE_MS = 15_000;
/** Unsent bytes at which a reader is sent away, to join again where it was. */
const MAX_UNSENT_BYTES = 8 * 1024 * 1024;

/** Where a stream's text goes. */
export interface EventSink {
  /** Empty text, and text after the end, is passed over. */
  send(text: string): void;
  /** Ends the stream once what was sent is read. */
  close(): void;
  readonly closed: boolean;
  /** Resolves when all that was sent is read, or the stream is over: for long stories, told piece by piece. */
  drained(): Promise<void>;
}

export interface EventStreamOptions {
  /** Sent at once. */
  readonly preamble: string;
  /** Begins to tell; returns what ends that. */
  readonly open: (sink: EventSink) => () => void;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Aborts when the reader's connection is closed (`request.signal`). Next does not touch the body of an answer whose
   * connection was closed before the answer was there, so the body alone would never know.
   */
  readonly gone?: AbortSignal;
  /** By what the stream was asked for: it ends when that is closed. */
  readonly access?: Access;
  readonly keepAliveMs?: number;
  readonly maxUnsentBytes?: number;
  /** What all streams together keep for slow readers. */
  readonly ofAll?: UnsentBytes;
}

/**
 * Server-sent events as a response. Text goes into it as it comes, without a stage in between; a reader that does not
 * keep up costs at most 8 MB, all of them together 128 MB; a reader that leaves is only no longer told.
 */
export function eventStreamResponse(options: EventStreamOptions): Response {
  const { preamble, gone, access, keepAliveMs = KEEP_ALIVE_MS, maxUnsentBytes = MAX_UNSENT_BYTES } = options;
  const { ofAll = unsentBytes() } = options;
  const encoder = new TextEncoder();
  // Both know what is told. Let go with the stream, although the bytes that nobody reads may stay for longer.
  let open: EventStreamOptions['open'] | null = options.open;
  let leave = () => {};
  let forgetUnsent = () => {};
  let forgetAccess = () => {};
  let keepAlive: NodeJS.Timeout | undefined;
  let closed = false;
  let whenDrained: (() => void)[] = [];
  const wake = () => {
    const woken = whenDrained;
    whenDrained = [];
    for (const go of woken) go();
  };
  const abandon = () => {
    closed = true;
    clearInterval(keepAlive);
    gone?.removeEventListener('abort', abandon);
    forgetAccess();
    const leaveOnce = leave;
    leave = () => {};
    open = null;
    leaveOnce();
    forgetUnsent();
    wake();
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const close = () => {
          if (closed) return;
          abandon();
          controller.close();
        };
        const breakOff = (reason: string) => {
          // Closed in an orderly way, the stream would keep its bytes until somebody reads them.
          controller.error(new DOMException(reason, 'AbortError'));
          abandon();
        };
        const unsent = () => -(controller.desiredSize ?? 0);
        const stream = {
          unsent,
          drop: () => breakOff('The reader is too slow.'),
        };
        const send = (text: string) => {
          if (closed || text === '') return;
          const bytes = encoder.encode(text);
          controller.enqueue(bytes);
          if (unsent() > maxUnsentBytes) close();
          ofAll.sent(stream, bytes.length);
        };
        forgetUnsent = () => {
          if (unsent() <= 0) ofAll.forget(stream);
        };
        send(preamble);
        keepAlive = setInterval(() => send(STREAM_KEEP_ALIVE), keepAliveMs);
        keepAlive.unref();
        const sink: EventSink = {
          send,
          close,
          get closed() {
            return closed;
          },
          drained: () =>
            closed || unsent() <= 0
              ? Promise.resolve()
              : new Promise((resolve) => {
                  whenDrained.push(resolve);
                }),
        };
        try {
          leave = open?.(sink) ?? leave;
        } catch (error) {
          abandon();
          throw error;
        }
        gone?.addEventListener('abort', abandon);
        // What still waits for the reader is not for them any more.
        const endAccess = () => (unsent() > 0 ? breakOff('The access has ended.') : close());
        if (access) forgetAccess = whileOpen(access, endAccess);
        // The whole story may have come while `open` was being called: there was no `leave` yet.
        if (closed || gone?.aborted) abandon();
      },
      // Asked for more: nothing is left.
      pull: wake,
      cancel: abandon,
    },
    // Counted in bytes, so that `desiredSize` tells how much is waiting.
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  );
  return new Response(body, { headers: { ...STREAM_HEADERS, ...options.headers } });
}

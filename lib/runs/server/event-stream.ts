import { type Access, whileOpen } from '@/lib/accounts/server/access';
import { currentCaller } from '@/lib/platform/server/http/caller';
import { STREAM_HEADERS, STREAM_KEEP_ALIVE } from '@/lib/protocol/run/sse-encoder';
import { type UnsentBytes, unsentBytes } from './unsent-bytes';

/** A comment this often keeps proxies, and the page's own watchdog, from giving up a quiet stream. */
const KEEP_ALIVE_MS = 15_000;
/** A reader with this many unsent bytes is disconnected, and joins again where it was. */
const MAX_UNSENT_BYTES = 8 * 1024 * 1024;

/** Where a stream's text goes. */
export interface EventSink {
  /** Empty text, and text after the end, is ignored. */
  send(text: string): void;
  /** Ends the stream once everything sent has been read. */
  close(): void;
  readonly closed: boolean;
  /**
   * Resolves when everything sent has been read, or the stream is over: for long snapshots, sent chunk by
   * chunk.
   */
  drained(): Promise<void>;
}

export interface EventStreamOptions {
  /** Sent immediately. */
  readonly preamble: string;
  /** Starts sending; returns a function that stops it. */
  readonly open: (sink: EventSink) => () => void;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Aborts when the reader's connection is closed (`request.signal`). When it closes before the answer
   * exists, Next does not touch the answer's body, so the body alone would never find out.
   */
  readonly gone?: AbortSignal;
  /** The session or token that requested the stream: the stream ends when it is closed. */
  readonly access?: Access;
  readonly keepAliveMs?: number;
  readonly maxUnsentBytes?: number;
  /** What all streams together hold for slow readers. */
  readonly ofAll?: UnsentBytes;
}

/**
 * Server-sent events as a response. Text is passed on as it comes, without a stage in between; a reader that
 * does not keep up costs at most 8 MB, all of them together 128 MB. A reader that disconnects only stops
 * receiving.
 *
 * Next copies the body into Node's answer chunk by chunk, which costs more than all else that happens to a
 * token. So the body only begins and ends the answer: once Next has written what the body began with, it asks
 * for more, and from then on text goes to Node's answer directly.
 */
export function eventStreamResponse(options: EventStreamOptions): Response {
  const { preamble, gone, access, keepAliveMs = KEEP_ALIVE_MS, maxUnsentBytes = MAX_UNSENT_BYTES } = options;
  const { ofAll = unsentBytes() } = options;
  const encoder = new TextEncoder();
  const nodeResponse = currentCaller()?.nodeResponse() ?? null;
  let isDirect = false;
  // Both refer to the run's data. They are released with the stream, although unread bytes may stay for
  // longer.
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
        // The answer's `close` may be past, or never come: before the answer existed, nothing but the request tells.
        const hasLeft = () => gone?.aborted === true || nodeResponse?.closed || nodeResponse?.destroyed;
        const close = () => {
          if (closed) return;
          abandon();
          // Of a reader who is gone, the rest is thrown away.
          if (!hasLeft()) controller.close();
        };
        const breakOff = (reason: string) => {
          // Closed normally, the stream would hold its bytes until they are read. Node's answer does so even after
          // the body has ended.
          if (isDirect) nodeResponse?.destroy();
          controller.error(new DOMException(reason, 'AbortError'));
          abandon();
        };
        const unsent = () => {
          if (!isDirect || !nodeResponse) return -(controller.desiredSize ?? 0);
          return nodeResponse.destroyed ? 0 : nodeResponse.writableLength;
        };
        const isWaiting = () => (isDirect && nodeResponse ? nodeResponse.writableNeedDrain : unsent() > 0);
        const stream = {
          unsent,
          drop: () => breakOff('Client too slow.'),
        };
        const send = (text: string) => {
          if (closed || text === '') return;
          if (isDirect && nodeResponse) {
            // Closed by its reader just now: `cancel` follows.
            if (nodeResponse.destroyed || nodeResponse.writableEnded) return;
            nodeResponse.write(text);
          } else {
            controller.enqueue(encoder.encode(text));
          }
          ofAll.sent(stream, Buffer.byteLength(text));
          if (unsent() > maxUnsentBytes) close();
        };
        forgetUnsent = () => {
          // The last bytes are usually on their way for a turn more. Until it is forgotten, a stream holds all of its request.
          if (unsent() > 0 && !hasLeft()) {
            nodeResponse?.once('close', () => ofAll.forget(stream));
            gone?.addEventListener('abort', forgetUnsent, { once: true });
            return;
          }
          ofAll.forget(stream);
          // Nobody will read what waits in the body, which Next may not even touch any more.
          if (hasLeft()) controller.error(new DOMException('Client disconnected.', 'AbortError'));
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
            closed || !isWaiting()
              ? Promise.resolve()
              : new Promise((resolve) => {
                  if (isDirect && whenDrained.length === 0) nodeResponse?.once('drain', wake);
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
        // The reader may not have the bytes that still wait.
        const endAccess = () => (unsent() > 0 ? breakOff('Access ended.') : close());
        if (access) forgetAccess = whileOpen(access, endAccess);
        // Everything may have been sent while `open` was being called, when there was no `leave` yet.
        if (closed || gone?.aborted) abandon();
      },
      // The reader asks for more, so nothing is left.
      pull() {
        isDirect = nodeResponse?.headersSent ?? false;
        wake();
      },
      cancel: abandon,
    },
    // Counted in bytes, so that `desiredSize` shows how much is waiting.
    new ByteLengthQueuingStrategy({ highWaterMark: 0 }),
  );
  return new Response(body, { headers: { ...STREAM_HEADERS, ...options.headers } });
}

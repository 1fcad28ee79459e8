import { setImmediate } from 'node:timers/promises';
import type { Origin } from '@/lib/platform/server/http/origin';
import { type PlaceLimits, takePlace } from '@/lib/platform/server/http/places';
import type { Logger } from '@/lib/platform/server/log';
import { type Access, whileOpen } from './access';

export interface FileOptions {
  /**
   * Each is read when the client has taken what came before; empty ones are passed over. `stopped` aborts when nobody
   * takes the file any more: what takes long must look at it.
   */
  readonly parts: (stopped: AbortSignal) => AsyncGenerator<string, void>;
  /** Aborts when the reader has disconnected. */
  readonly gone: AbortSignal;
  /** The session or token that requested the file: the download breaks off when it is closed. */
  readonly access: Access;
  readonly origin: Pick<Origin, 'address' | 'isNewcomer'>;
  readonly log: Logger;
  readonly contentType: string;
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Characters of one part of a file, unless a single row or text has more. */
export const MAX_PART = 512 * 1024;

/** Bytes that are handed on at a time: what is taken slowly is held in full until then. */
const MAX_SLICE = 64 * 1024;

/** Each file holds a few runs in memory, and may read thousands of them between two parts. */
const OPEN_FILES: PlaceLimits = {
  name: 'open-files',
  all: 8,
  ofOne: 2,
  ofAddress: 4,
  message: 'Too many downloads at once. Wait until one has finished.',
};

/**
 * A file to save, made as fast as the client takes it and no faster: a slow or disconnected client holds nothing. An
 * error in the middle breaks the connection, so that half a file cannot be taken for a whole one; so does the end of
 * the session, for example by a new password. Throws AppError `rate_limited` when too many files are open.
 */
export function fileResponse({
  parts: partsUntil,
  gone,
  access,
  origin,
  log,
  contentType,
  name,
  headers,
}: FileOptions): Response {
  const bytes = new TextEncoder();
  const stop = new AbortController();
  let isBroken = false;
  let breakOff = (_reason: string) => {};
  let forgetAccess = () => {};
  const { userId } = access;
  const place = takePlace(OPEN_FILES, { userId, origin }, () => breakOff('Client stopped reading.'));
  const parts = partsUntil(stop.signal);
  /** Of the last part: what was not handed on yet. */
  let remaining = new Uint8Array();
  /** Nothing more is read, even if the body is still referenced. The place is free when what was going on has ended. */
  const finish = async () => {
    gone.removeEventListener('abort', finishSoon);
    forgetAccess();
    stop.abort();
    remaining = new Uint8Array();
    try {
      await parts.return();
    } finally {
      place.release();
    }
  };
  const finishSoon = () =>
    void finish().catch((error: unknown) => log.warn({ err: error }, "export didn't finish"));

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        breakOff = (reason) => {
          isBroken = true;
          controller.error(new DOMException(reason, 'AbortError'));
          finishSoon();
        };
        forgetAccess = whileOpen(access, () => breakOff('The session has ended.'));
        // Next does not cancel the body of an answer whose connection closed before the answer existed.
        gone.addEventListener('abort', finishSoon);
        if (gone.aborted) finishSoon();
      },
      async pull(controller) {
        // Lets other work run first. (Until the event loop turns, the engine also keeps memory that it could
        // free.)
        await setImmediate();
        place.works();
        try {
          // Something must be sent to get another pull.
          while (remaining.length === 0) {
            const next = gone.aborted ? null : await parts.next();
            if (isBroken) return;
            if (next === null || next.done) {
              controller.close();
              await finish();
              return;
            }
            remaining = bytes.encode(next.value);
          }
          place.waits();
          // Copied: a view would hold on to the whole part for as long as it is not sent.
          controller.enqueue(remaining.slice(0, MAX_SLICE));
          remaining = remaining.subarray(MAX_SLICE);
        } catch (error) {
          if (isBroken) return;
          const isStopped = stop.signal.aborted;
          await finish().catch(() => {});
          if (!isStopped) log.error({ err: error }, 'export aborted');
          controller.error(error);
        }
      },
      cancel: finish,
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      'content-type': contentType,
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      ...headers,
    },
  });
}

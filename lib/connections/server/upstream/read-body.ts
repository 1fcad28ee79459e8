import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import zlib from 'node:zlib';
import { transportError } from '@/lib/protocol/errors/upstream-error';
import type { RunError } from '@/lib/protocol/run/run-events';
import type { UpstreamLimits } from './limits';
import { brokenBody, timeoutError } from './network-error';
import type { PhaseTimer } from './phase-timer';
import type { BodyEnd, ReadNext } from './target';

/** How long remaining bytes are read after the end mark, so that the socket can serve the next call. */
const DRAIN_MS = 1_000;

export interface BodyReading {
  readonly response: IncomingMessage;
  readonly timer: PhaseTimer;
  /** The limit that closed the connection, if one did. */
  readonly timeout: () => RunError | null;
  readonly limits: UpstreamLimits;
  readonly onBytes: (bytes: Uint8Array) => ReadNext;
}

/** One reader over one body: no second copy, no chain of streams unless the body is compressed. */
export function readBody({ response, timer, timeout, limits, onBytes }: BodyReading): Promise<BodyEnd> {
  return new Promise((resolve) => {
    const body = decodeBody(response);
    let size = 0;
    let begun = false;
    let hurried = false;
    let over = false;
    /** When the last useful data came. */
    let broughtAt = performance.now();

    const finish = (end: BodyEnd) => {
      if (over) return;
      over = true;
      body.removeListener('data', onData);
      // The rest of a compressed body may be a thousand times as large as what came over the wire.
      if (body !== response && end.how !== 'whole') {
        response.unpipe();
        body.destroy();
      }
      if (end.how === 'enough') drain(response);
      else if (end.how === 'broken') response.destroy();
      resolve(end);
    };

    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size > limits.maxBodyBytes) {
        const message = `The response is larger than ${Math.round(limits.maxBodyBytes / 1024 / 1024)} MB.`;
        return finish({ how: 'broken', error: transportError('too_large', message, 'body') });
      }
      if (!begun) timer.enter('idle', limits.idleMs);
      // After the last choice has ended, later data does not restart the timer.
      else if (!hurried) timer.touch();
      begun = true;
      let next: ReadNext;
      try {
        next = onBytes(chunk);
      } catch (error) {
        // A fault of ours must end only this run, not the process.
        const message = error instanceof Error ? error.message : String(error);
        return finish({ how: 'broken', error: transportError('internal', message, 'reader') });
      }
      if (next === 'enough') return finish({ how: 'enough' });
      if (next === 'soon' && !hurried) {
        hurried = true;
        timer.enter('idle', limits.afterLastChoiceMs);
      }
      const now = performance.now();
      if (next !== 'nothing') broughtAt = now;
      else if (now - broughtAt > limits.quietMs) {
        finish({ how: 'broken', error: timeoutError('quiet', limits.quietMs) });
      }
    };

    body.on('data', onData);
    body.once('end', () => finish({ how: 'whole' }));
    body.once('error', (error) => finish({ how: 'broken', error: timeout() ?? brokenBody(error) }));
    response.once('close', () => {
      if (response.complete && timeout() === null) return; // `end` comes, or has come, through the decoder
      finish({ how: 'broken', error: timeout() ?? brokenBody({ code: 'ECONNRESET' }) });
    });
  });
}

/**
 * After [DONE] the last bytes of the body are on their way: once they are read, the socket returns to the
 * pool.
 */
function drain(response: IncomingMessage): void {
  if (response.complete || response.destroyed) return;
  const giveUp = setTimeout(() => response.destroy(), DRAIN_MS);
  giveUp.unref();
  response.once('close', () => clearTimeout(giveUp));
  response.resume();
}

/**
 * The body without its compression. We ask for `identity`, but proxies compress all the same. Each read is
 * passed on as soon as it is unpacked, since a stream must not wait for its end.
 */
function decodeBody(response: IncomingMessage): Readable {
  const encodings = (response.headers['content-encoding'] ?? '')
    .split(',')
    .map((encoding) => encoding.trim().toLowerCase())
    .filter((encoding) => encoding !== '' && encoding !== 'identity');
  const [encoding] = encodings;
  if (encoding === undefined) return response;
  const decoder = encodings.length === 1 ? decoderFor(encoding) : null;
  // Unknown or stacked: the bytes are passed on as they are, and the reader reports that they are not valid.
  if (decoder === null) return response;
  // pipe() does not forward errors: a cut body must end the decoder too, with its own error.
  response.once('error', (error) => decoder.destroy(error));
  response.once('close', () => {
    if (!response.complete) decoder.destroy(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }));
  });
  return response.pipe(decoder);
}

function decoderFor(encoding: string): (Readable & NodeJS.WritableStream) | null {
  const options = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH };
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip(options);
    case 'deflate':
      return zlib.createInflate(options);
    case 'br':
      return zlib.createBrotliDecompress({
        flush: zlib.constants.BROTLI_OPERATION_FLUSH,
        finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH,
      });
    default:
      return null;
  }
}

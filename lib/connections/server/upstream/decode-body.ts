import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import zlib from 'node:zlib';

/**
 * The body without its compression. We ask for `identity`, but proxies compress all the same. Each read is
 * passed on as soon as it is unpacked, since a stream must not wait for its end.
 */
export function decodeBody(response: IncomingMessage): Readable {
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

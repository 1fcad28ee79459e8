import { setImmediate } from 'node:timers/promises';
import type { Logger } from '@/lib/platform/server/log';
import { type Access, whileOpen } from './access';

export interface FileOptions {
  /** Read when the client has taken what came before; empty ones are passed over. */
  readonly parts: AsyncGenerator<string, void>;
  /** Aborts when the reader has disconnected. */
  readonly gone: AbortSignal;
  /** The session or token that requested the file: the download breaks off when it is closed. */
  readonly access: Access;
  readonly log: Logger;
  readonly contentType: string;
  readonly name: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A file to save, made as fast as the client takes it and no faster: a slow or disconnected client holds nothing. An
 * error in the middle breaks the connection, so that half a file cannot be taken for a whole one; so does the end of
 * the session, for example by a new password.
 */
export function fileResponse({
  parts,
  gone,
  access,
  log,
  contentType,
  name,
  headers,
}: FileOptions): Response {
  const bytes = new TextEncoder();
  let isRevoked = false;
  let forgetAccess = () => {};
  /** Nothing more is read, even if the body is still referenced. */
  const finish = async () => {
    gone.removeEventListener('abort', forgetAccess);
    forgetAccess();
    await parts.return();
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        forgetAccess = whileOpen(access, () => {
          isRevoked = true;
          controller.error(new DOMException('The session has ended.', 'AbortError'));
          finish().catch((error: unknown) => log.warn({ err: error }, 'export did not finish'));
        });
        // Next does not cancel the body of an answer whose connection closed before the answer existed.
        gone.addEventListener('abort', forgetAccess);
        if (gone.aborted) forgetAccess();
      },
      async pull(controller) {
        // Lets other work run first. (Until the event loop turns, the engine also keeps memory that it could
        // free.)
        await setImmediate();
        try {
          let text = '';
          // Something must be sent to get another pull.
          while (text === '') {
            const next = gone.aborted ? null : await parts.next();
            if (isRevoked) return;
            if (next === null || next.done) {
              controller.close();
              await finish();
              return;
            }
            text = next.value;
          }
          controller.enqueue(bytes.encode(text));
        } catch (error) {
          if (isRevoked) return;
          await finish().catch(() => {});
          log.error({ err: error }, 'export aborted');
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

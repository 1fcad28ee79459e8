import { storedBytes } from '@/lib/accounts/db/storage/storage-use';
import { documentJson, findRevision } from '@/lib/documents/db/document-json';
import { AppError } from '@/lib/platform/model/app-error';
import { holdLarge } from '@/lib/platform/server/http/large-body';
import type { Logger } from '@/lib/platform/server/log';

/** Larger ones are sent only a few at a time. */
const LARGE = 2_000_000;

/**
 * The document as JSON, read from the database as fast as the page takes it. Throws AppError: `not_found`,
 * `rate_limited`.
 */
export async function sendDocument(
  userId: string,
  documentId: string,
  gone: AbortSignal,
  log: Logger,
): Promise<Response> {
  const found = await findRevision(userId, documentId);
  if (found === null) throw new AppError('not_found');
  const release = (await storedBytes(documentId)) > LARGE ? holdLarge(userId) : () => {};
  const parts = documentJson(userId, documentId, found);
  const bytes = new TextEncoder();
  const finish = async () => {
    gone.removeEventListener('abort', onGone);
    release();
    await parts.return();
  };
  const onGone = () =>
    void finish().catch((error: unknown) => log.warn({ err: error }, "couldn't close document"));
  gone.addEventListener('abort', onGone);
  if (gone.aborted) onGone();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const next = await parts.next();
          if (!next.done) return controller.enqueue(bytes.encode(next.value));
          await finish();
          controller.close();
        } catch (error) {
          await finish().catch(() => {});
          log.error({ err: error }, "couldn't send document");
          controller.error(error);
        }
      },
      cancel: finish,
    },
    { highWaterMark: 0 },
  );
  return new Response(body, { headers: { 'content-type': 'application/json' } });
}

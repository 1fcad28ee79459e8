import { MOST_RUN_BYTES } from '@/lib/contract/run-import';
import { MAX_BODY_BYTES, readExactJsonBody } from '@/lib/server/http/json-body';
import { limit } from '@/lib/server/limits/rate-limits';

/** A body that holds one run of the largest kind, and what is around it. */
export const LARGEST_IMPORT_BYTES = MOST_RUN_BYTES + 64 * 1024;

/**
 * The body of an import, with every text as it is in the file. One that is larger than other bodies may be has to say so
 * before it is read, and is counted.
 */
export async function readImportBody(request: Request, userId: string | null): Promise<unknown> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  const isLarge = declared > MAX_BODY_BYTES;
  if (isLarge && declared <= LARGEST_IMPORT_BYTES) await limit('largeImportsByUser').take(userId ?? '');
  return readExactJsonBody(request, isLarge ? LARGEST_IMPORT_BYTES : MAX_BODY_BYTES);
}

import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';
import { MAX_BODY_BYTES } from './json-body';

/**
 * How many large bodies may be read at a time: of all callers, and of one. Each takes several times its length
 * until it is a request, and a slow sender holds it for as long as it likes.
 */
const MAX_LARGE = 16;
const MAX_LARGE_OF_ONE = 4;
const TRY_AGAIN_MS = 2_000;

/**
 * Counts a large body until the returned function is called; one that does not state its size may be large.
 * Throws AppError `rate_limited` when there are too many.
 */
export function holdLargeBody(request: Request, userId: string | null): (() => void) | undefined {
  const declared = request.headers.get('content-length');
  if (declared !== null && Number(declared) <= MAX_BODY_BYTES) return undefined;
  return holdLarge(userId);
}

/** The same for a large answer. */
export function holdLarge(userId: string | null): () => void {
  const held = perProcess('large-bodies', () => new Set<{ readonly userId: string | null }>());
  const own = [...held].filter((one) => one.userId === userId).length;
  if (held.size >= MAX_LARGE || own >= MAX_LARGE_OF_ONE) {
    throw new AppError('rate_limited', {
      message: 'Too many large requests at once. Wait a moment.',
      retryAfterMs: TRY_AGAIN_MS,
    });
  }
  const one = { userId };
  held.add(one);
  return () => held.delete(one);
}

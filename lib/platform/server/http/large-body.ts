import { MAX_BODY_BYTES } from './json-body';
import { type PlaceLimits, takePlace } from './places';

/**
 * How many large bodies may be read at a time. Each takes several times its length until it is a request, and a slow
 * sender holds it for as long as it likes.
 */
const LARGE_BODIES: PlaceLimits = {
  name: 'large-bodies',
  all: 16,
  ofOne: 4,
  message: 'Too many large requests at once. Wait a moment.',
};

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
  return takePlace(LARGE_BODIES, { userId }).release;
}

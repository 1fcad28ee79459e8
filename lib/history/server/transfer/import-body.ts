import { MAX_RUN_BYTES } from '@/lib/history/model/run-import';
import { MAX_BODY_BYTES, readExactJsonBody } from '@/lib/platform/server/http/json-body';
import { type PlaceLimits, takePlace } from '@/lib/platform/server/http/places';
import { limit } from '@/lib/platform/server/limits/rate-limits';

/** The size of a body with one run of the largest size, and what surrounds it. */
export const LARGEST_IMPORT_BYTES = MAX_RUN_BYTES + 64 * 1024;

/**
 * How many large imports may be in memory at a time. Each takes up to ten times its length with everything derived
 * from it.
 */
const LARGE_IMPORTS: PlaceLimits = { name: 'large-imports', all: 4, ofOne: 1 };

/** Counts a large import until the returned function is called. Throws AppError `rate_limited` when there are too many. */
export function holdLargeImport(request: Request, userId: string | null): (() => void) | undefined {
  if (!isLarge(request)) return undefined;
  return takePlace(LARGE_IMPORTS, { userId }).release;
}

/**
 * The body of an import, with every text as it is in the file. One above the usual limit must state its size
 * before it is read, and is counted.
 */
export async function readImportBody(request: Request, userId: string | null): Promise<unknown> {
  const large = isLarge(request);
  if (large && declaredBytes(request) <= LARGEST_IMPORT_BYTES) {
    await limit('largeImportsByUser').take(userId ?? '');
  }
  return readExactJsonBody(request, large ? LARGEST_IMPORT_BYTES : MAX_BODY_BYTES);
}

function isLarge(request: Request): boolean {
  return declaredBytes(request) > MAX_BODY_BYTES;
}

function declaredBytes(request: Request): number {
  return Number(request.headers.get('content-length') ?? 0);
}

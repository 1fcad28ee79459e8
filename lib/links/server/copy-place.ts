import { type PlaceLimits, takePlace } from '@/lib/platform/server/http/places';

/** Each copy holds what it is made from in memory, up to thousands of runs, and is searched for a second or more. */
const COPIES: PlaceLimits = {
  name: 'link-copies',
  all: 8,
  ofOne: 4,
  message: 'Too many previews at once. Wait a moment.',
};

/** Makes a copy, or a preview of one. Throws AppError `rate_limited` when too many are being made. */
export async function withCopyPlace<Result>(userId: string, make: () => Promise<Result>): Promise<Result> {
  const { release } = takePlace(COPIES, { userId });
  try {
    return await make();
  } finally {
    release();
  }
}

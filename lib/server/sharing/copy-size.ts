import type { Shared } from '@/lib/completions/share/shared';
import { AppError } from '@/lib/contract/app-error';

/** Of one copy, in characters of JSON: a run of twenty thousand tokens with five alternatives each is below it. */
export const LARGEST_COPY = 8 * 1024 * 1024;

export function tooLarge(): AppError {
  return new AppError('conflict', {
    message: 'This is too much for a link: more than 8 MB. Leave out the probabilities, or the outputs.',
    param: 'include',
  });
}

/** In characters of JSON. Throws `tooLarge`. */
export function sizeOfCopy(shared: Shared): number {
  const size = JSON.stringify(shared).length;
  if (size > LARGEST_COPY) throw tooLarge();
  return size;
}

import { createHash } from 'node:crypto';
import type { Shared } from '@/lib/links/model/shared';
import { AppError } from '@/lib/platform/model/app-error';

/**
 * Limit of one copy, in characters of JSON: a run of twenty thousand tokens with five alternatives each is
 * below it.
 */
export const LARGEST_COPY = 8 * 1024 * 1024;

export function tooLarge(kind: Shared['kind']): AppError {
  const other = kind === 'document' ? 'branches' : 'outputs';
  return new AppError('conflict', {
    message: `Too large to share: more than 8 MB. Leave out the probabilities or the ${other}.`,
    param: 'include',
  });
}

/** The size of a copy in characters of JSON, and a digest of its content. Throws `tooLarge`. */
export function measureCopy(shared: Shared): { readonly size: number; readonly digest: string } {
  const json = JSON.stringify({ ...shared, sharedAt: null });
  if (json.length > LARGEST_COPY) throw tooLarge(shared.kind);
  return { size: json.length, digest: createHash('sha256').update(json).digest('base64url') };
}

import { createHash } from 'node:crypto';
import type { SharableRun } from '@/lib/links/model/copy-run';
import type { Shared } from '@/lib/links/model/shared';
import type { ShareChoice } from '@/lib/links/model/shares';
import { AppError } from '@/lib/platform/model/app-error';

/**
 * Limit of one copy, in characters of JSON: a run of twenty thousand tokens with five alternatives each is
 * below it.
 */
export const LARGEST_COPY = 8 * 1024 * 1024;

/** The same of the runs that a copy of a comparison is made from, all of which are in memory at once. */
const LARGEST_READING = 8 * LARGEST_COPY;

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

/**
 * Counts the runs of a comparison as they are read: what is shown of them, and all that is held, the requests and the ends of
 * outputs that are not shown included.
 */
export function createReadingBudget(
  { outputs }: Pick<ShareChoice, 'outputs'>,
  { shown = LARGEST_COPY, held = LARGEST_READING } = {},
): {
  /** Throws AppError `conflict` with `param` `include`. */
  count(run: SharableRun): void;
} {
  const size = { shown: 0, held: 0 };
  return {
    count({ request, state, pace }) {
      const choices = JSON.stringify(state.choices).length;
      size.shown += outputs ? choices : 0;
      size.held += choices + JSON.stringify([request, state.response, pace]).length;
      if (size.shown > shown) throw tooLarge('comparison');
      if (size.held > held) {
        throw new AppError('conflict', {
          message: 'Too large to share: the prompts and outputs of all runs exceed 64 MB.',
          param: 'include',
        });
      }
    },
  };
}

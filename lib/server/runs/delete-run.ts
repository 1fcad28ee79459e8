import { AppError } from '@/lib/contract/app-error';
import { deleteRuns, restoreRuns } from '@/lib/db/run-history';
import { type RunRegistry, runRegistry } from './registry';

/**
 * Takes a run out of the history. One that is going on is stopped: nobody could see it any more, let alone stop it.
 * Answers nothing. Throws AppError `not_found`.
 */
export async function deleteRun(
  userId: string,
  runId: string,
  registry: RunRegistry = runRegistry(),
): Promise<void> {
  const live = registry.find(userId, runId);
  live?.stop('stop');
  if ((await deleteRuns(userId, [runId])) === 0) throw new AppError('not_found');
}

/** Brings a deleted run back, until it is swept. Restoring one that is not deleted changes nothing and is `not_found`. */
export async function restoreRun(userId: string, runId: string): Promise<void> {
  if ((await restoreRuns(userId, [runId])) === 0) throw new AppError('not_found');
}

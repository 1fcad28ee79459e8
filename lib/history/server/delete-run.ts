import type { LinksOfDeleted } from '@/lib/history/model/run-bulk';
import { AppError } from '@/lib/platform/model/app-error';
import { deleteRuns, deleteRunsWithLinks, restoreRuns } from '@/lib/runs/db/run-history';
import { type RunRegistry, runRegistry } from '@/lib/runs/server/registry';

/**
 * Deletes a run from the history. An active run is stopped, because nobody could see or stop it any more.
 * Throws AppError `not_found`.
 */
export async function deleteRun(
  userId: string,
  runId: string,
  links: LinksOfDeleted = 'keep',
  registry: RunRegistry = runRegistry(),
): Promise<void> {
  if ((await removeRuns(userId, [runId], links, registry)) === 0) throw new AppError('not_found');
}

/** The same for many; unknown ids are skipped. Returns how many. Revoked links are not restored. */
export function removeRuns(
  userId: string,
  runIds: readonly string[],
  links: LinksOfDeleted,
  registry: RunRegistry = runRegistry(),
): Promise<number> {
  for (const id of runIds) registry.find(userId, id)?.stop('stop');
  return links === 'revoke' ? deleteRunsWithLinks(userId, runIds, new Date()) : deleteRuns(userId, runIds);
}

/**
 * Restores a deleted run, until it is swept. For a run that is not deleted it changes nothing and throws
 * `not_found`.
 */
export async function restoreRun(userId: string, runId: string): Promise<void> {
  if ((await restoreRuns(userId, [runId])) === 0) throw new AppError('not_found');
}

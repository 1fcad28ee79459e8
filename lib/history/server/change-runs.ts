import { bytesOfJson, withSpace } from '@/lib/accounts/server/storage/quota';
import { editRun as editStoredRun, starRuns, tagRuns, untagRuns } from '@/lib/history/db/run-edit';
import { indexChangedRuns } from '@/lib/history/db/search/index-runs';
import type { LinksOfDeleted, RunBulk, RunBulkAnswer } from '@/lib/history/model/run-bulk';
import { AppError } from '@/lib/platform/model/app-error';
import { deleteRuns, deleteRunsWithLinks, restoreRuns } from '@/lib/runs/db/run-history';
import type { RunEdit, RunEdited } from '@/lib/runs/model/runs';
import { type RunRegistry, runRegistry } from '@/lib/runs/server/registry';
import { stopElsewhere } from '@/lib/runs/server/shared/share-runs';

/** Makes one change to many runs. Unknown runs, and those of other users, are skipped. */
export async function changeRuns(
  userId: string,
  change: RunBulk,
  registry: RunRegistry = runRegistry(),
): Promise<RunBulkAnswer> {
  const count = await apply(userId, change, registry);
  // Indexed now, because many changed at once: the next search must not wait for all of them.
  await indexChangedRuns(userId);
  return { count };
}

function apply(userId: string, change: RunBulk, registry: RunRegistry): Promise<number> {
  const { ids } = change;
  switch (change.action) {
    case 'delete':
      return removeRuns(userId, ids, change.links ?? 'keep', registry);
    case 'restore':
      return restoreRuns(userId, ids);
    case 'tag':
      return withSpace(userId, ids.length * bytesOfTag(change.tag), () => tagRuns(userId, ids, change.tag));
    case 'untag':
      return untagRuns(userId, ids, change.tag);
    case 'star':
      return starRuns(userId, ids, change.starred);
  }
}

/** Including its row. */
function bytesOfTag(tag: string): number {
  return 64 + bytesOfJson(tag);
}

/**
 * Saves what the owner says about a run, and returns all of it. Throws AppError `not_found`, `storage_full`.
 */
export async function editRun(userId: string, runId: string, edit: RunEdit): Promise<RunEdited> {
  const edited = await withSpace(userId, bytesOfEdit(edit), () => editStoredRun(userId, runId, edit));
  if (edited === null) throw new AppError('not_found');
  return edited;
}

/** How much an edit may add; removing adds nothing. */
function bytesOfEdit({ title, note, tags = [] }: RunEdit): number {
  return [title, note, ...tags].reduce<number>((sum, text) => sum + (text ? bytesOfJson(text) : 0), 0);
}

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
  stopElsewhere(userId, runIds);
  return links === 'revoke' ? deleteRunsWithLinks(userId, runIds, new Date()) : deleteRuns(userId, runIds);
}

/**
 * Restores a deleted run, until it is swept. For a run that is not deleted it changes nothing and throws
 * `not_found`.
 */
export async function restoreRun(userId: string, runId: string): Promise<void> {
  if ((await restoreRuns(userId, [runId])) === 0) throw new AppError('not_found');
}

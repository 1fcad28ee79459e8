import { bytesOfJson, withSpace } from '@/lib/accounts/server/storage/quota';
import { editRun as editStoredRun } from '@/lib/history/db/run-edit';
import { AppError } from '@/lib/platform/model/app-error';
import type { RunEdit, RunEdited } from '@/lib/runs/model/runs';

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

import { AppError } from '@/lib/contract/app-error';
import type { RunEdit, RunEdited } from '@/lib/contract/runs';
import { editRun as editStoredRun } from '@/lib/db/run-edit';

/** Keeps what its owner says about a run, and answers all of it. Throws AppError `not_found`. */
export async function editRun(userId: string, runId: string, edit: RunEdit): Promise<RunEdited> {
  const edited = await editStoredRun(userId, runId, edit);
  if (edited === null) throw new AppError('not_found');
  return edited;
}

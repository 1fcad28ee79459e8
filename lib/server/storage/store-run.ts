import { AppError } from '@/lib/contract/app-error';
import { type InsertRunResult, insertRun, type NewRun, runOfIdempotencyKey } from '@/lib/db/runs';
import { storageUse, storedBytes } from '@/lib/db/storage/storage-use';
import { logger } from '@/lib/server/log';
import type { LiveRun } from '@/lib/server/runs/live-run';
import { hasAddress, spendAtGuestAddress } from './guest-addresses';
import { bytesOfJson, withSpace } from './quota';

/**
 * Inserts a run's row where there is space for it. What the run writes is not known yet: it is saved in any case, so
 * that a quota is overshot by the runs that are open when it is met. The same press of Run again finds its run, full or
 * not. Throws AppError as `withSpace` does.
 */
export async function insertRunInSpace(run: NewRun): Promise<InsertRunResult> {
  try {
    return await withSpace(run.userId, bytesOfJson(run.request), () => insertRun(run));
  } catch (error) {
    const existing = error instanceof AppError ? await runOfIdempotencyKey(run) : null;
    if (existing === null) throw error;
    return { ok: false, reason: 'idempotency_key_used', existing };
  }
}

/** Counts what a run that has ended takes, where its user is a guest, for their address. Never rejects. */
export async function countEndedRun({ userId, identity: { runId } }: LiveRun): Promise<void> {
  try {
    if (!hasAddress(userId) || !(await storageUse(userId))?.isGuest) return;
    spendAtGuestAddress(userId, await storedBytes(runId));
  } catch (error) {
    logger.warn({ err: error, runId }, 'bytes of a run not counted for its address');
  }
}

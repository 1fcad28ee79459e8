import { storageUse, storedBytes } from '@/lib/accounts/db/storage/storage-use';
import { hasAddress, spendAtGuestAddress } from '@/lib/accounts/server/storage/guest-addresses';
import { bytesOfJson, spentFor, withSpace } from '@/lib/accounts/server/storage/quota';
import { AppError } from '@/lib/platform/model/app-error';
import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';
import { type InsertRunResult, insertRun, type NewRun, runOfIdempotencyKey } from '@/lib/runs/db/insert-run';
import type { LiveRun } from './live-run';

/** Bytes counted for an address when a run began: when it ends, the whole run is measured. */
const spentAtStart = perProcess('run-bytes-at-start', () => new Map<string, number>());

/**
 * Inserts a run's row if there is space for it. The run's output is not known yet and will be saved in any
 * case, so open runs may exceed a quota that fills up meanwhile. A repeated start request finds its run even
 * when storage is full. Throws AppError as `withSpace` does.
 */
export async function insertRunInSpace(run: NewRun): Promise<InsertRunResult> {
  const bytes = bytesOfJson(run.request);
  try {
    const result = await withSpace(run.userId, bytes, () => insertRun(run));
    if (result.ok) spentAtStart.set(run.id, spentFor(bytes));
    return result;
  } catch (error) {
    const existing = error instanceof AppError ? await runOfIdempotencyKey(run) : null;
    if (existing === null) throw error;
    return { ok: false, reason: 'idempotency_key_used', existing };
  }
}

/** When a guest's run has ended, counts its size beyond the request for their address. Never rejects. */
export async function countEndedRun({ userId, identity: { runId } }: LiveRun): Promise<void> {
  const spent = spentAtStart.get(runId) ?? 0;
  spentAtStart.delete(runId);
  try {
    if (!hasAddress(userId) || !(await storageUse(userId))?.isGuest) return;
    spendAtGuestAddress(userId, Math.max(0, (await storedBytes(runId)) - spent));
  } catch (error) {
    logger.warn({ err: error, runId }, "couldn't count a run's bytes for its address");
  }
}

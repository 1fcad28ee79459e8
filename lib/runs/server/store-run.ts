import { storageUse, storedBytes } from '@/lib/accounts/db/storage/storage-use';
import { hasAddress, spendAtGuestAddress } from '@/lib/accounts/server/storage/guest-addresses';
import { bytesOfJson, spentFor, withSpace } from '@/lib/accounts/server/storage/quota';
import { AppError } from '@/lib/platform/model/app-error';
import { logger } from '@/lib/platform/server/log';
import { perProcess } from '@/lib/platform/server/per-process';
import { type InsertRunResult, insertRun, type NewRun, runOfIdempotencyKey } from '@/lib/runs/db/runs';
import type { LiveRun } from './live-run';

/** What was counted for an address when a run began: at its end the run is measured whole. */
const spentAtStart = perProcess('run-bytes-at-start', () => new Map<string, number>());

/**
 * Inserts a run's row where there is space for it. What the run writes is not known yet: it is saved in any case, so
 * that a quota is overshot by the runs that are open when it is met. The same press of Run again finds its run, full or
 * not. Throws AppError as `withSpace` does.
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

/** Counts what a run that has ended takes beyond its request, where its user is a guest, for their address. Never rejects. */
export async function countEndedRun({ userId, identity: { runId } }: LiveRun): Promise<void> {
  const spent = spentAtStart.get(runId) ?? 0;
  spentAtStart.delete(runId);
  try {
    if (!hasAddress(userId) || !(await storageUse(userId))?.isGuest) return;
    spendAtGuestAddress(userId, Math.max(0, (await storedBytes(runId)) - spent));
  } catch (error) {
    logger.warn({ err: error, runId }, 'bytes of a run not counted for its address');
  }
}

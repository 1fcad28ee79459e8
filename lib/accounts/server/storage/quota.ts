import { type StorageUse, storageUse } from '@/lib/accounts/db/storage/storage-use';
import type { StorageOfViewer } from '@/lib/accounts/model/storage';
import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';
import { checkFreeDisk } from './free-disk';
import { checkGuestAddress, spendAtGuestAddress } from './guest-addresses';

/** How much a person may store: see docs/decisions/0019. */

/** Writes of one person that were admitted and are not in the database yet. */
interface Pending {
  bytes: number;
  /** Writes under way, and those that wait to be admitted. */
  holders: number;
  /** Raised whenever a write ends: a sum that was read before it is out of date. */
  ended: number;
}

const pendingOf = perProcess('storage-pending', () => new Map<string, Pending>());
/** For a row and its fields other than texts; the same round figure as in the database, or more. */
const ROW_BYTES = 1_024;
/**
 * After this many reads, a write that keeps being overtaken is admitted with a sum that may miss the latest
 * write.
 */
const MAX_READS = 10;

/** What the user stores and may store (null: no limit); for a visitor, what they could store as a guest. */
export async function storageOf(userId: string | null): Promise<StorageOfViewer> {
  if (userId === null)
    return { usedBytes: 0, quotaBytes: env.guestQuotaBytes, isMoreForAccounts: accountsGetMore() };
  const use = await storageUse(userId);
  if (use === null) throw new AppError('not_signed_in');
  const isMoreForAccounts = use.isGuest && accountsGetMore();
  return { usedBytes: Math.max(0, use.bytes), quotaBytes: quotaOf(use), isMoreForAccounts };
}

/**
 * Stores something new for a person, with about this many bytes of text. Refused when it would not fit into
 * their quota, together with what is being stored for them at the same time, or when the disk is nearly full.
 * A write that adds nothing (0 bytes) always passes.
 * Throws AppError `storage_full`, `disk_full`, `not_signed_in` (the user is gone).
 */
export async function withSpace<Result>(
  userId: string,
  textBytes: number,
  write: () => Promise<Result>,
): Promise<Result> {
  if (textBytes <= 0) return write();
  const bytes = spentFor(textBytes);
  const pending = pendingOf.get(userId) ?? { bytes: 0, holders: 0, ended: 0 };
  pendingOf.set(userId, pending);
  pending.holders += 1;
  let admitted = 0;
  try {
    await checkFreeDisk();
    const use = await currentUse(userId, pending);
    admit(userId, use, pending.bytes + bytes, bytes);
    admitted = bytes;
    pending.bytes += admitted;
    const result = await write();
    if (use.isGuest) spendAtGuestAddress(userId, bytes);
    return result;
  } finally {
    pending.bytes -= admitted;
    if (admitted > 0) pending.ended += 1;
    pending.holders -= 1;
    if (pending.holders === 0) pendingOf.delete(userId);
  }
}

/** The bytes that `withSpace` counts for this many bytes of text. */
export function spentFor(textBytes: number): number {
  return textBytes + ROW_BYTES;
}

/**
 * The bytes added when these values replace the ones before; 0 when they are no larger. Only what is replaced
 * is compared: a comparison's votes stay when its plan grows.
 */
export function growth(before: readonly unknown[], after: readonly unknown[]): number {
  const bytesOf = (values: readonly unknown[]) =>
    values.reduce((sum: number, value) => sum + bytesOfJson(value), 0);
  return Math.max(0, bytesOf(after) - bytesOf(before));
}

/** The size of a value stored as JSON, in bytes. */
export function bytesOfJson(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

async function currentUse(userId: string, pending: Pending): Promise<StorageUse> {
  for (let reads = 1; ; reads += 1) {
    const before = pending.ended;
    const use = await storageUse(userId);
    if (use === null) throw new AppError('not_signed_in');
    if (pending.ended === before || reads === MAX_READS) return use;
  }
}

function admit(userId: string, use: StorageUse, requested: number, own: number): void {
  const quota = quotaOf(use);
  if (quota !== null && use.bytes + requested > quota) throw storageFull(use, quota);
  if (use.isGuest) checkGuestAddress(userId, own);
}

function quotaOf({ isGuest }: StorageUse): number | null {
  return isGuest ? env.guestQuotaBytes : env.accountQuotaBytes;
}

function accountsGetMore(): boolean {
  const { guestQuotaBytes, accountQuotaBytes } = env;
  return guestQuotaBytes !== null && (accountQuotaBytes === null || accountQuotaBytes > guestQuotaBytes);
}

function storageFull({ bytes, isGuest }: StorageUse, quota: number): AppError {
  const orKeep =
    isGuest && accountsGetMore() && env.signUp === 'open'
      ? ' To store more, save this account in Settings → Account.'
      : '';
  return new AppError('storage_full', {
    message: `Not enough storage: ${inMegabytes(bytes)} of ${inMegabytes(quota)} MB used. Delete runs, comparisons or links you no longer need. Space is freed within two minutes.${orKeep}`,
  });
}

function inMegabytes(bytes: number): string {
  return (Math.max(0, bytes) / 1_000_000).toLocaleString('en', { maximumFractionDigits: 1 });
}

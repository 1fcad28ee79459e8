import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';

/**
 * What guests store, by the address that they come from: a quota for each guest means little to somebody who makes
 * hundreds of them. Counted in this process for a day; deleting gives nothing back here.
 */

const DAY_MS = 24 * 60 * 60_000;
/** Guests and addresses remembered; the longest ago go first. */
const MOST_REMEMBERED = 100_000;
/** A row of its own, and what comes with it. */
const NEW_GUEST_BYTES = 2_000;

interface Spent {
  bytes: number;
  readonly since: number;
}

const addressOf = perProcess('guest-addresses', () => new Map<string, string>());
const spentBy = perProcess('guest-address-bytes', () => new Map<string, Spent>());

/** Remembers where a guest is now: runs end, and comparisons go on, long after the request that began them. */
export function noteGuestAddress(userId: string, address: string): void {
  remember(addressOf, userId, address);
}

/** Whether it is known where a user is. */
export function hasAddress(userId: string): boolean {
  return addressOf.has(userId);
}

/** Counts a new guest. Throws AppError `storage_full` where the address has used up its day. */
export function admitNewGuest(address: string, now = Date.now()): void {
  check(address, NEW_GUEST_BYTES, now);
  spend(address, NEW_GUEST_BYTES, now);
}

/** Throws AppError `storage_full` when the guest's address may not store so many bytes more today. */
export function checkGuestAddress(userId: string, bytes: number, now = Date.now()): void {
  const address = addressOf.get(userId);
  if (address !== undefined) check(address, bytes, now);
}

/** Counts what a guest stored; never refuses. */
export function spendAtGuestAddress(userId: string, bytes: number, now = Date.now()): void {
  const address = addressOf.get(userId);
  if (address !== undefined) spend(address, bytes, now);
}

/** Forgets everything (tests). */
export function resetGuestAddresses(): void {
  addressOf.clear();
  spentBy.clear();
}

function check(address: string, bytes: number, now: number): void {
  const limit = env.guestAddressBytesPerDay;
  if (limit === null || spentOf(address, now).bytes + bytes <= limit) return;
  throw new AppError('storage_full', {
    message: "Guests on your network have reached today's storage limit. Sign in, or try again tomorrow.",
  });
}

function spend(address: string, bytes: number, now: number): void {
  const spent = spentOf(address, now);
  spent.bytes += bytes;
  remember(spentBy, address, spent);
}

function spentOf(address: string, now: number): Spent {
  const spent = spentBy.get(address);
  return spent && now - spent.since < DAY_MS ? spent : { bytes: 0, since: now };
}

function remember<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > MOST_REMEMBERED && oldest !== undefined) map.delete(oldest);
}

import { LRUCache } from 'lru-cache';
import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { perProcess } from '@/lib/platform/server/per-process';

/**
 * What guests store, by the address that they come from: a quota per guest means little when somebody creates
 * hundreds of guests. Counted in this process for a day; deleting gives nothing back here.
 */

/**
 * Guests and addresses remembered. Every entry has size 1, because `max` would allocate all entries at the
 * start.
 */
const BOUNDS = { maxSize: 100_000, sizeCalculation: () => 1 };
/** A row of its own, and what comes with it. */
const NEW_GUEST_BYTES = 2_000;

const addressOf = perProcess('guest-addresses', () => new LRUCache<string, string>(BOUNDS));
/** Bytes by address. An address's day begins with its first bytes. */
const spentBy = perProcess(
  'guest-address-bytes',
  () => new LRUCache<string, number>({ ...BOUNDS, ttl: 24 * 60 * 60_000, noUpdateTTL: true }),
);

/**
 * Remembers a guest's address: runs end, and comparisons continue, long after the request that started them.
 */
export function noteGuestAddress(userId: string, address: string): void {
  addressOf.set(userId, address);
}

/** Whether the user's address is known. */
export function hasAddress(userId: string): boolean {
  return addressOf.has(userId);
}

/** Counts a new guest. Throws AppError `storage_full` when the address has used up its quota for the day. */
export function admitNewGuest(address: string): void {
  check(address, NEW_GUEST_BYTES);
  spend(address, NEW_GUEST_BYTES);
}

/** Throws AppError `storage_full` when the guest's address may not store that many more bytes today. */
export function checkGuestAddress(userId: string, bytes: number): void {
  const address = addressOf.get(userId);
  if (address !== undefined) check(address, bytes);
}

/** Counts what a guest stored; never refuses. */
export function spendAtGuestAddress(userId: string, bytes: number): void {
  const address = addressOf.get(userId);
  if (address !== undefined) spend(address, bytes);
}

/** Forgets everything (tests). */
export function resetGuestAddresses(): void {
  addressOf.clear();
  spentBy.clear();
}

function check(address: string, bytes: number): void {
  const limit = env.guestAddressBytesPerDay;
  if (limit === null || spentOf(address) + bytes <= limit) return;
  throw new AppError('storage_full', {
    message: "Guests on your network have reached today's storage limit. Sign in, or try again tomorrow.",
  });
}

function spend(address: string, bytes: number): void {
  spentBy.set(address, spentOf(address) + bytes);
}

function spentOf(address: string): number {
  return spentBy.get(address) ?? 0;
}

import { LRUCache } from 'lru-cache';
import { perProcess } from '@/lib/platform/server/per-process';

/**
 * Addresses from which an account was used recently, in this process: by signing in, or with an existing
 * session. When somebody guesses an account's password from many addresses, only addresses that it does not
 * know are locked out.
 */
const known = perProcess(
  'known-addresses',
  // Every entry has size 1, because `max` would allocate all entries at the start.
  () => new LRUCache<string, true>({ maxSize: 50_000, sizeCalculation: () => 1, ttl: 30 * 24 * 60 * 60_000 }),
);

export function noteKnownAddress(email: string, address: string): void {
  known.set(keyOf(email, address), true);
}

export function isKnownAddress(email: string, address: string): boolean {
  return known.has(keyOf(email, address));
}

function keyOf(email: string, address: string): string {
  return `${address} ${email}`;
}

import { LRUCache } from 'lru-cache';
import { perProcess } from '@/lib/platform/server/per-process';

/**
 * Addresses at which an account was used of late, in this process: by signing in, or by a session that was there already.
 * Guessing from all over the world closes an account to addresses that it does not know, and to no others.
 */
const known = perProcess(
  'known-addresses',
  // Sizes of one, since `max` would allocate all entries at the start.
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

import { perProcess } from '@/lib/platform/server/per-process';

/**
 * Addresses at which an account was used of late, in this process: by signing in, or by a session that was there already.
 * Guessing from all over the world closes an account to addresses that it does not know, and to no others.
 */

const KEEP_MS = 30 * 24 * 60 * 60_000;
const MOST_REMEMBERED = 50_000;

const seen = perProcess('known-addresses', () => new Map<string, number>());

export function noteKnownAddress(email: string, address: string, now = Date.now()): void {
  const key = keyOf(email, address);
  seen.delete(key);
  seen.set(key, now);
  const [oldest] = seen.keys();
  if (seen.size > MOST_REMEMBERED && oldest !== undefined) seen.delete(oldest);
}

export function isKnownAddress(email: string, address: string, now = Date.now()): boolean {
  const at = seen.get(keyOf(email, address));
  return at !== undefined && now - at < KEEP_MS;
}

function keyOf(email: string, address: string): string {
  return `${address} ${email}`;
}

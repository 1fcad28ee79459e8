import { LRUCache } from 'lru-cache';
import { decode, type JWT } from 'next-auth/jwt';
import { env } from '@/lib/platform/env/env';
import { perProcess } from '@/lib/platform/server/per-process';

/** By token; each is about half a kilobyte. */
const cache = perProcess('session-claims', () => new LRUCache<string, JWT>({ max: 2_000 }));

/**
 * What a session's token claims, or null for one that is expired, forged, or made with another secret.
 * Deriving the key and decrypting takes about 2 ms of CPU, and an active page sends a request every few
 * seconds, so the claims of valid tokens are cached until they expire. A token cannot say whether its user
 * still exists or has signed out.
 */
export async function claimsOf(token: string): Promise<JWT | null> {
  const before = cache.get(token);
  if (before && isCurrent(before)) return before;
  cache.delete(token);
  let claims: JWT | null;
  try {
    claims = await decode({ token, secret: env.nextAuthSecret });
  } catch {
    return null;
  }
  if (claims && isCurrent(claims)) cache.set(token, claims);
  return claims;
}

function isCurrent(claims: JWT): boolean {
  return typeof claims.exp === 'number' && claims.exp * 1000 > Date.now();
}

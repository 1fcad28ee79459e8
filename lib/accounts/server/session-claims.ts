import { decode, type JWT } from 'next-auth/jwt';
import { env } from '@/lib/platform/env/env';
import { perProcess } from '@/lib/platform/server/per-process';

/** Tokens remembered at once; each is about half a kilobyte. */
const REMEMBERED = 2_000;

const known = perProcess('session-claims', () => new Map<string, JWT>());

/**
 * What a session's token claims, or null for one that is expired, forged, or made with another secret. Deriving the key
 * and decrypting takes about 2 ms of CPU, and a page in use asks every few seconds: so tokens that were good once are
 * remembered until they expire. Whether the user still exists and has not signed out is not the token's to say.
 */
export async function claimsOf(token: string): Promise<JWT | null> {
  const before = known.get(token);
  if (before && isCurrent(before)) return before;
  known.delete(token);
  let claims: JWT | null;
  try {
    claims = await decode({ token, secret: env.nextAuthSecret });
  } catch {
    return null;
  }
  if (claims && isCurrent(claims)) remember(token, claims);
  return claims;
}

function isCurrent(claims: JWT): boolean {
  return typeof claims.exp === 'number' && claims.exp * 1000 > Date.now();
}

function remember(token: string, claims: JWT): void {
  if (known.size >= REMEMBERED) {
    const [oldest] = known.keys();
    if (oldest !== undefined) known.delete(oldest);
  }
  known.set(token, claims);
}

import { createUser, findUserByEmail, type UserRecord } from '@/lib/accounts/db/users';
import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { clientAddress } from '@/lib/platform/server/http/client-address';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { isKnownAddress, noteKnownAddress } from './known-addresses';
import { inHashTurn, verifyPassword } from './password';
import { admitNewGuest } from './storage/guest-addresses';

/**
 * E-mail and password → the user, or null. Failures are limited (./sign-in-attempts.ts), and refused before the password
 * is looked at, so that a guesser learns nothing more. Throws AppError `rate_limited`, `unavailable`.
 */
export async function signInWithPassword(
  request: Request,
  credentials: { email: string; password: string },
): Promise<UserRecord | null> {
  const email = credentials.email.trim().toLowerCase();
  const address = clientAddress(request);
  if (email.length > 254 || credentials.password.length > 200 || email.includes('\0')) {
    await limit('signInByAddress').take(address);
    return null;
  }
  await checkAttempts(email, address);
  // Counted when its turn comes: in a class behind one address, each successful sign-in frees a place for the
  // next.
  return inHashTurn(async () => {
    const attempt = await countAttempt(email, address);
    const user = await findUserByEmail(email);
    if (!(await verifyPassword(credentials.password, user?.passwordHash ?? null)) || !user) return null;
    await attempt.succeeded();
    return user;
  });
}

/**
 * A guest for this visitor: the one they already are, or a new account of their own.
 * Throws AppError `guests_closed`, `rate_limited` or `storage_full`.
 */
export async function startGuest(request: Request, current: UserRecord | null): Promise<UserRecord> {
  if (current) return current;
  if (!env.allowGuests) throw new AppError('guests_closed');
  await limit('guestByAddress').take(clientAddress(request));
  admitNewGuest(clientAddress(request));
  const created = await createUser({ isGuest: true });
  if (!created.ok) throw new AppError('internal');
  return created.user;
}

/** One attempt to sign in with a password, already counted as failed. */
interface Attempt {
  /** It was the owner: undoes the count, and clears earlier failures from this address. */
  succeeded(): Promise<void>;
}

/**
 * Counts an attempt before the password is checked: many at once must not all pass. Failures are counted
 * three ways: by address; by account at this address, so that somebody else's failures lock out nobody
 * elsewhere; and by account over all addresses unknown to it, so that guessing from many addresses is
 * limited. See docs/decisions/0019.
 * `email` in lower case, with or without an account. Throws AppError `rate_limited`.
 */
async function countAttempt(email: string, address: string): Promise<Attempt> {
  const here = `${address} ${email}`;
  const isKnown = isKnownAddress(email, address);
  await limit('signInByAddress').take(address);
  await limit('signInByAccountHere').take(here);
  if (!isKnown) await limit('signInByAccount').take(email);
  return {
    async succeeded() {
      noteKnownAddress(email, address);
      await limit('signInByAddress').giveBack(address);
      await limit('signInByAccountHere').reset(here);
      if (!isKnown) await limit('signInByAccount').giveBack(email);
    },
  };
}

/**
 * Throws AppError `rate_limited` where `countAttempt` would, without counting: an attempt that will be
 * refused need not wait its turn.
 */
async function checkAttempts(email: string, address: string): Promise<void> {
  await limit('signInByAddress').check(address);
  await limit('signInByAccountHere').check(`${address} ${email}`);
  if (!isKnownAddress(email, address)) await limit('signInByAccount').check(email);
}

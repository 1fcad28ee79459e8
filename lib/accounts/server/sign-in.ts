import { createUser, findUserByEmail, type UserRecord } from '@/lib/accounts/db/users';
import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { clientAddress } from '@/lib/platform/server/http/client-address';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { inHashTurn, verifyPassword } from './password';
import { checkAttempts, countAttempt } from './sign-in-attempts';
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

import { AppError } from '@/lib/contract/app-error';
import { createUser, findUserByEmail, type UserRecord } from '@/lib/db/users';
import { env } from '@/lib/env/env';
import { clientAddress } from '@/lib/server/http/client-address';
import { limit } from '@/lib/server/limits/rate-limits';
import { admitNewGuest } from '@/lib/server/storage/guest-addresses';
import { verifyPassword } from './password';

/**
 * E-mail and password → the user, or null. Limited by address (every attempt) and by account (failed ones); a locked
 * account is refused before the password is looked at, so that a guesser learns nothing more.
 * Throws AppError `rate_limited`.
 */
export async function signInWithPassword(
  request: Request,
  credentials: { email: string; password: string },
): Promise<UserRecord | null> {
  const email = credentials.email.trim().toLowerCase();
  await limit('signInByAddress').take(clientAddress(request));
  if (email.length > 254 || credentials.password.length > 200 || email.includes('\0')) return null;
  // Counted before the hash is made: many attempts at once must not all pass the check.
  await limit('signInByAccount').take(email);
  const user = await findUserByEmail(email);
  if (!(await verifyPassword(credentials.password, user?.passwordHash ?? null)) || !user) return null;
  await limit('signInByAccount').reset(email);
  return user;
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

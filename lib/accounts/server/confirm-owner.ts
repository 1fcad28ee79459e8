import type { UserRecord } from '@/lib/accounts/db/users';
import { AppError } from '@/lib/platform/model/app-error';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { verifyPassword } from './password';
import type { Session } from './session';

/** How long a sign-in counts as fresh. The message of `sign_in_again` names the same time. */
export const FRESH_SECONDS = 10 * 60;

/**
 * Call this before anything that would outlast a stolen session: it checks that the person is the account's
 * owner. By the password, or by a fresh sign-in when the account has none. A guest has neither and is not
 * asked.
 * Throws AppError `wrong_credentials` (param: `param`), `sign_in_again`, `rate_limited`.
 */
export async function confirmOwner(
  { user, signedInAt }: Session,
  password: string | undefined,
  param = 'password',
): Promise<void> {
  if (user.isGuest) return;
  if (user.passwordHash !== null) return checkOwnPassword(user, password, param);
  if (Date.now() / 1000 - signedInAt > FRESH_SECONDS) throw new AppError('sign_in_again');
}

async function checkOwnPassword(user: UserRecord, password: string | undefined, param: string) {
  if (!password) throw new AppError('wrong_credentials', { message: 'Enter your password.', param });
  // Counted before the hash is computed: many guesses at once must not all pass.
  await limit('confirmByUser').take(user.id);
  if (!(await verifyPassword(password, user.passwordHash))) {
    throw new AppError('wrong_credentials', { message: 'Wrong password.', param });
  }
  await limit('confirmByUser').reset(user.id);
}

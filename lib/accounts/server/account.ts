import {
  claimGuest,
  createUser,
  deleteUser,
  raiseSessionVersion,
  type UserRecord,
  updateUser,
} from '@/lib/accounts/db/users';
import type { Credentials, UpdateAccount } from '@/lib/accounts/model/account';
import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { clientAddress } from '@/lib/platform/server/http/client-address';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { closeAccess, closeSessions } from './access';
import { confirmOwner } from './confirm-owner';
import { otherAccount } from './other-account';
import { hashPassword } from './password';
import type { Session } from './session';

/** A person's account: how it begins, changes and ends. */

/**
 * Creates an account. A guest's own account becomes the full account, so that nothing of theirs is lost.
 * Throws AppError: `sign_up_closed`, `rate_limited`, `conflict` (the address has an account),
 * `other_account`.
 */
export async function signUp(
  request: Request,
  viewer: UserRecord | null,
  { email, password }: Credentials,
): Promise<UserRecord> {
  if (viewer?.isGuest) return claimAccount(request, viewer, { email, password });
  if (viewer) throw otherAccount(viewer);
  await admitSignUp(request);
  const created = await createUser({ email, passwordHash: await hashPassword(password), isGuest: false });
  if (!created.ok) throw emailTaken();
  return created.user;
}

/**
 * A guest gives an e-mail and a password and stays the same user, with every run, connection and preset. The
 * returned user has a new session version, so the caller makes a new cookie.
 * Throws AppError: `sign_up_closed`, `rate_limited`, `forbidden` (not a guest), `conflict`.
 */
export async function claimAccount(
  request: Request,
  viewer: UserRecord,
  { email, password }: Credentials,
): Promise<UserRecord> {
  if (!viewer.isGuest) throw notAGuest();
  await admitSignUp(request);
  const claimed = await claimGuest(viewer.id, { email, passwordHash: await hashPassword(password) });
  if (!claimed.ok) throw claimed.reason === 'email_taken' ? emailTaken() : notAGuest();
  closeSessions(viewer.id);
  return claimed.user;
}

async function admitSignUp(request: Request): Promise<void> {
  if (env.signUp === 'closed') throw new AppError('sign_up_closed');
  await limit('signUpByAddress').take(clientAddress(request));
}

/**
 * Changes what is given. A new password ends all other sessions: the returned user has a new session version,
 * so the caller makes a new cookie.
 * Throws AppError: `wrong_credentials` (param `password.current`), `sign_in_again`, `forbidden`.
 */
export async function updateAccount(session: Session, input: UpdateAccount): Promise<UserRecord> {
  const { user } = session;
  const passwordHash = input.password ? await newPasswordHash(session, input.password) : undefined;
  const changed = await updateUser(user.id, {
    ...(input.name === undefined ? {} : { name: input.name || null }),
    ...(input.practicePace === undefined ? {} : { practicePace: input.practicePace }),
    ...(input.linkDays === undefined ? {} : { linkDays: input.linkDays }),
    ...(passwordHash === undefined ? {} : { passwordHash }),
  });
  if (!changed) throw new AppError('not_signed_in');
  if (passwordHash === undefined) return changed;
  closeSessions(user.id);
  return changed;
}

async function newPasswordHash(
  session: Session,
  { current, next }: { current?: string; next: string },
): Promise<string> {
  const { user } = session;
  if (user.email === null) {
    throw new AppError('forbidden', {
      message: user.isGuest
        ? 'Guest accounts have no password. Save this account first.'
        : 'This account has no email to sign in with.',
      param: 'password',
    });
  }
  await confirmOwner(session, current, 'password.current');
  return hashPassword(next);
}

/**
 * Signs the user out everywhere and ends the streams of their sessions. To keep this browser signed in, the
 * caller makes a new cookie for the returned user.
 */
export async function endOtherSessions(viewer: UserRecord): Promise<UserRecord> {
  const sessionVersion = await raiseSessionVersion(viewer.id);
  closeSessions(viewer.id);
  return { ...viewer, sessionVersion };
}

/**
 * Deletes the account and everything that belongs to it, for good. Active runs are stopped first.
 * @param stopRuns stops everything that this user has under way, and waits for it
 */
export async function deleteAccount(
  userId: string,
  stopRuns: (userId: string) => Promise<void>,
): Promise<void> {
  // Otherwise the last lines of these runs would be written after their rows are gone.
  await stopRuns(userId);
  await deleteUser(userId);
  closeAccess(userId);
  // A run may have started in between. Its row is gone with the account, so nobody could stop it any more.
  await stopRuns(userId);
}

function emailTaken(): AppError {
  return new AppError('conflict', {
    message: 'An account with this email already exists. Sign in instead.',
    param: 'email',
  });
}

function notAGuest(): AppError {
  return new AppError('forbidden', { message: 'This is already a full account.' });
}

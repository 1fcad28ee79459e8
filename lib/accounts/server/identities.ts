import { listIdentities, unlinkIdentity } from '@/lib/accounts/db/accounts';
import type { UserRecord } from '@/lib/accounts/db/users';
import type { Identity } from '@/lib/accounts/model/identities';
import { AppError } from '@/lib/platform/model/app-error';
import { closeSessions } from './access';
import { confirmOwner, FRESH_SECONDS } from './confirm-owner';
import type { Session } from './session';
import { site } from './site';

/** The outside sign-ins of an account: listing, linking and unlinking. */

/** In order of linking; none for a visitor. */
export async function identitiesOf(userId: string | null): Promise<Identity[]> {
  return userId === null ? [] : listIdentities(userId);
}

/**
 * For the next ten minutes, a sign-in at a provider in this browser is linked to this account; the caller
 * makes a cookie for the returned session. Throws AppError as `confirmOwner` does.
 */
export async function permitLinking(session: Session, password: string | undefined): Promise<Session> {
  await confirmOwner(session, password);
  return { ...session, linkUntil: Math.floor(Date.now() / 1000) + FRESH_SECONDS };
}

/** Whether the session may link a sign-in that is new to this server. */
export function mayLink({ linkUntil }: Session): boolean {
  return Date.now() / 1000 < linkUntil;
}

/**
 * Unlinks a sign-in and ends all sessions, because one of them may have been opened by it; the caller makes a
 * new cookie for the returned user. Throws AppError `not_found`, `conflict` (it is the last way to sign in),
 * and as `confirmOwner` does.
 */
export async function unlink(
  session: Session,
  identityId: string,
  password: string | undefined,
): Promise<UserRecord> {
  await confirmOwner(session, password);
  const usable = site().providers.map(({ id }) => id);
  const unlinked = await unlinkIdentity(session.user.id, identityId, usable);
  if (!unlinked.ok) {
    if (unlinked.reason === 'not_found') throw new AppError('not_found');
    throw new AppError('conflict', {
      message: 'This is your only way to sign in. Set a password or link another provider first.',
    });
  }
  closeSessions(session.user.id);
  return unlinked.user;
}

import { findUserByAccount, linkAccount } from '@/lib/accounts/db/accounts';
import { claimGuest, createUser, findUserByEmail, type UserRecord } from '@/lib/accounts/db/users';
import { env } from '@/lib/platform/env/env';
import { AppError } from '@/lib/platform/model/app-error';
import { closeSessions } from '../access';
import { mayLink } from '../identities';
import type { Session } from '../session';

/** What an outside provider has confirmed about a person. */
export interface OutsideIdentity {
  readonly provider: string;
  readonly providerAccountId: string;
  readonly name: string | null;
  /** Verified by the provider and valid for an account here (lower case), or null. */
  readonly email: string | null;
}

/**
 * The user behind a sign-in at an outside provider:
 * 1. the user that this outside account already belongs to;
 * 2. else the person who is signed in: the outside account is linked to them if they have just asked for that
 *   (`permitLinking`), and a guest becomes an account with all its runs;
 * 3. else a new account.
 *
 * An e-mail address never links by itself, verified or not. Our own addresses are not verified: somebody
 * could sign up with another person's address and would then share the account when its owner signs in
 * through a provider. An address that is taken is left out of the new account; its owner signs in with the
 * password and links in the settings.
 * Throws AppError `sign_up_closed`, `link_not_confirmed`, `identity_taken` (to be linked, but it belongs to
 * somebody else).
 */
export async function signInFromOutside(
  identity: OutsideIdentity,
  session: Session | null,
): Promise<UserRecord> {
  const { provider, providerAccountId } = identity;
  const known = await findUserByAccount(provider, providerAccountId);
  const current = session?.user ?? null;
  // A person who wanted to link a sign-in must not end up in another account.
  if (known && session && mayLink(session) && known.id !== current?.id) throw new AppError('identity_taken');
  if (known) return known;
  // A stolen session must not be enough to link another way of signing in to the account.
  if (session && current && !current.isGuest && !mayLink(session)) throw new AppError('link_not_confirmed');
  const user = current && !current.isGuest ? current : await newAccount(identity, current);
  if (await linkAccount(user.id, provider, providerAccountId)) return user;
  // Another sign-in with the same outside account was faster: use its user.
  const winner = await findUserByAccount(provider, providerAccountId);
  if (!winner) throw new AppError('conflict');
  return winner;
}

async function newAccount(identity: OutsideIdentity, guest: UserRecord | null): Promise<UserRecord> {
  if (env.signUp === 'closed') throw new AppError('sign_up_closed');
  const email = await freeEmail(identity.email);
  return guest ? claimed(guest, email, identity.name) : created(email, identity.name);
}

async function freeEmail(email: string | null): Promise<string | null> {
  return email !== null && (await findUserByEmail(email)) === null ? email : null;
}

async function created(email: string | null, name: string | null): Promise<UserRecord> {
  const result = await createUser({ email, name, isGuest: false });
  if (result.ok) return result.user;
  // Somebody took the address in between.
  if (email === null) throw new AppError('conflict');
  return created(null, name);
}

async function claimed(guest: UserRecord, email: string | null, name: string | null): Promise<UserRecord> {
  const result = await claimGuest(guest.id, { email, name: guest.name ?? name });
  if (result.ok) {
    closeSessions(guest.id);
    return result.user;
  }
  if (result.reason === 'not_a_guest' || email === null) throw new AppError('conflict');
  return claimed(guest, null, name);
}

import { uuidv7 } from 'uuidv7';
import type { Identity } from '@/lib/accounts/model/identities';
import { getDb, isForeignKeyViolation, isUniqueViolation } from '@/lib/platform/db/client';
import { findUser, type UserRecord, userFields } from './users';

/** Sign-ins at outside providers. `providerAccountId` is the provider's own id of the person, never their e-mail. */

export async function findUserByAccount(
  provider: string,
  providerAccountId: string,
): Promise<UserRecord | null> {
  const account = await findAccount(provider, providerAccountId);
  return account === null ? null : findUser(account.userId);
}

/** True when the sign-in now belongs to this user (also when it did before); false when it is somebody else's. */
export async function linkAccount(
  userId: string,
  provider: string,
  providerAccountId: string,
): Promise<boolean> {
  try {
    await getDb().account.create({ data: { id: uuidv7(), userId, provider, providerAccountId } });
    return true;
  } catch (error) {
    if (isForeignKeyViolation(error)) return false;
    if (!isUniqueViolation(error)) throw error;
    return (await findAccount(provider, providerAccountId))?.userId === userId;
  }
}

/** Names of the providers that the user can sign in by, in order of linking. */
export async function listProviders(userId: string): Promise<string[]> {
  const accounts = await getDb().account.findMany({
    where: { userId },
    orderBy: { id: 'asc' },
    select: { provider: true },
  });
  return [...new Set(accounts.map((account) => account.provider))];
}

/** All sign-ins of the user, in order of linking. */
export async function listIdentities(userId: string): Promise<Identity[]> {
  const accounts = await getDb().account.findMany({ where: { userId }, orderBy: { id: 'asc' } });
  return accounts.map(({ id, provider, providerAccountId, createdAt }) => ({
    id,
    provider,
    providerAccountId,
    linkedAt: createdAt.toISOString(),
  }));
}

export type UnlinkResult =
  | { ok: true; user: UserRecord }
  | { ok: false; reason: 'not_found' | 'last_way_in' };

/**
 * Removes a sign-in and ends every session of the user, because one of them may have been opened by it. The
 * last way to sign in always stays, even when several are unlinked at the same time.
 *
 * @param usable providers that this server offers: a sign-in at any other cannot be used
 */
export async function unlinkIdentity(
  userId: string,
  id: string,
  usable: readonly string[],
): Promise<UnlinkResult> {
  try {
    return await getDb().$transaction(async (tx): Promise<UnlinkResult> => {
      // First, so that the next one waits for this user's row until all of this is done.
      await tx.user.updateMany({ where: { id: userId }, data: { sessionVersion: { increment: 1 } } });
      const { count } = await tx.account.deleteMany({ where: { id, userId } });
      const left = await tx.account.count({ where: { userId, provider: { in: [...usable] } } });
      const withPassword = { id: userId, passwordHash: { not: null }, email: { not: null } };
      if (count === 0) throw new NotUnlinked('not_found');
      if (left === 0 && (await tx.user.count({ where: withPassword })) === 0)
        throw new NotUnlinked('last_way_in');
      return {
        ok: true,
        user: await tx.user.findUniqueOrThrow({ where: { id: userId }, select: userFields }),
      };
    });
  } catch (error) {
    if (error instanceof NotUnlinked) return { ok: false, reason: error.reason };
    throw error;
  }
}

/** Rolls the transaction back. */
class NotUnlinked extends Error {
  readonly reason: 'not_found' | 'last_way_in';

  constructor(reason: 'not_found' | 'last_way_in') {
    super(reason);
    this.reason = reason;
  }
}

function findAccount(provider: string, providerAccountId: string) {
  return getDb().account.findUnique({
    where: { provider_providerAccountId: { provider, providerAccountId } },
    select: { userId: true },
  });
}

import { uuidv7 } from 'uuidv7';
import { getDb, isForeignKeyViolation, isUniqueViolation } from './client';
import { findUser, type UserRecord } from './users';

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

function findAccount(provider: string, providerAccountId: string) {
  return getDb().account.findUnique({
    where: { provider_providerAccountId: { provider, providerAccountId } },
    select: { userId: true },
  });
}

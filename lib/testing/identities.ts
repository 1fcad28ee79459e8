import { randomUUID } from 'node:crypto';
import { linkAccount, listIdentities } from '@/lib/accounts/db/accounts';

/** Links a sign-in at an outside provider to the user, without the provider; returns its id. */
export async function anIdentity(
  userId: string,
  provider = 'oidc',
  subject: string = randomUUID(),
): Promise<string> {
  await linkAccount(userId, provider, subject);
  const found = await listIdentities(userId);
  return found.find(({ providerAccountId }) => providerAccountId === subject)?.id ?? '';
}

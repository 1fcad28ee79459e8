import { raiseSessionVersion } from '@/lib/accounts/db/users';

/** Signs the user out everywhere as another process does it: this one is not told. */
export async function endedElsewhere(userId: string): Promise<void> {
  await raiseSessionVersion(userId);
}

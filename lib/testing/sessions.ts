import { raiseSessionVersion } from '@/lib/accounts/db/users';

/** Signs the user out everywhere as another process would, so that this process is not notified. */
export async function endedElsewhere(userId: string): Promise<void> {
  await raiseSessionVersion(userId);
}

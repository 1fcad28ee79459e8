import { raiseSessionVersion } from '@/lib/db/users';

/** Signs the user out everywhere as another process does it: this one is not told. */
export async function endedElsewhere(userId: string): Promise<void> {
  await raiseSessionVersion(userId);
}

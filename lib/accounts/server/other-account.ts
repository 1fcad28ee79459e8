import type { UserRecord } from '@/lib/accounts/db/users';
import { AppError } from '@/lib/platform/model/app-error';

/**
 * Nobody leaves an account unknowingly: signing in as somebody else is refused until the current user has
 * signed out (the page asks for that). Otherwise a planted session could collect a person's prompts and keys.
 * A guest may sign in: that is how guests become accounts. Throws AppError `other_account`.
 */
export function checkSwitch(current: UserRecord | null, requested: UserRecord | null): void {
  if (current === null || current.isGuest || requested === null || requested.id === current.id) return;
  throw otherAccount(current);
}

export function otherAccount({ email, name }: UserRecord): AppError {
  const who = email ?? name;
  return new AppError('other_account', {
    message: `You're signed in${who ? ` as ${who}` : ''}. Sign out first, then sign in again.`,
  });
}

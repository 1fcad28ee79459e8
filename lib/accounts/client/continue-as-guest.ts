import { pagePerson, releaseStorage } from '@/lib/platform/client/browser-storage';
import { sessionUserId, startAsGuest } from '@/lib/platform/client/http/api';
import { noteSessionCurrent } from '@/lib/platform/client/http/expired-session';
import { noteSessionChange } from '@/lib/platform/client/http/send';

/**
 * Continues without the account whose session has ended. What is being written on this page is carried over.
 * Throws `ApiError`.
 */
export async function continueAsGuest(): Promise<void> {
  const isNew = await startAsGuest();
  const person = pagePerson();
  // They have signed in again in another tab: what is on the page is theirs, and stays so.
  if (!isNew && person !== null && (await sessionUserId()) === person.id) return noteSessionChange();
  releaseStorage();
  noteSessionCurrent();
}

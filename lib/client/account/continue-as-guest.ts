import { startAsGuest } from '@/lib/client/http/api';
import { noteSessionCurrent } from '@/lib/client/http/expired-session';
import { releaseStorage } from '@/lib/client/page/browser-storage';

/** Goes on without the account whose session has ended. What is being written on this page comes along. Throws `ApiError`. */
export async function continueAsGuest(): Promise<void> {
  await startAsGuest();
  releaseStorage();
  noteSessionCurrent();
}

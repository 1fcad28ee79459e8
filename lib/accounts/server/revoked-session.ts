import { isSecure } from '@/lib/platform/server/http/request-origin';
import { sessionCookieName } from './session';
import { claimsOf } from './session-claims';

/**
 * Whether the browser still holds a session that would be good, had it not been ended on purpose: signed out everywhere, a
 * new password, an account that is gone. Only to be asked where there is no session: what the browser kept for that person
 * then goes. A session that ran out is none of these.
 */
export async function holdsRevokedSession(): Promise<boolean> {
  // Imported here, so that handlers and their tests do not load Next.
  const { cookies, headers } = await import('next/headers');
  const request = new Request('http://localhost', { headers: new Headers(await headers()) });
  const token = (await cookies()).get(sessionCookieName(isSecure(request)))?.value;
  return token !== undefined && token !== '' && (await claimsOf(token)) !== null;
}

import { isSecure } from '@/lib/platform/server/http/request-origin';
import { sessionCookieName } from './session';
import { claimsOf } from './session-claims';

/**
 * Whether the browser still holds a session that would be valid had it not been ended deliberately: signed
 * out everywhere, a new password, a deleted account. Call it only when there is no session: the browser then
 * deletes what it stored for that person. An expired session does not count.
 */
export async function holdsRevokedSession(): Promise<boolean> {
  // Imported here, so that handlers and their tests do not load Next.
  const { cookies, headers } = await import('next/headers');
  const request = new Request('http://localhost', { headers: new Headers(await headers()) });
  const token = (await cookies()).get(sessionCookieName(isSecure(request)))?.value;
  return token !== undefined && token !== '' && (await claimsOf(token)) !== null;
}

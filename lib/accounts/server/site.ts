import { listProviders } from '@/lib/accounts/db/accounts';
import type { UserRecord } from '@/lib/accounts/db/users';
import type { Site, Viewer } from '@/lib/accounts/model/account';
import { env } from '@/lib/platform/env/env';
import { isSecure } from '@/lib/platform/server/http/request-origin';
import { sessionCookieName, sessionFromCookies } from './session';
import { claimsOf } from './session-claims';

/** What this server offers before anyone is signed in. */
export function site(): Site {
  const { github, google, oidc } = env.oauth;
  return {
    signUp: env.signUp === 'open',
    guests: env.allowGuests,
    providers: [
      ...(github ? [{ id: 'github', label: 'GitHub' }] : []),
      ...(google ? [{ id: 'google', label: 'Google' }] : []),
      ...(oidc ? [{ id: 'oidc', label: oidc.label }] : []),
    ],
    practiceTokensPerSecond: env.practiceTokensPerSecond,
    version: env.version,
  };
}

/** A user as their own page sees them. */
export async function toViewer(user: UserRecord): Promise<Viewer> {
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    isGuest: user.isGuest,
    hasPassword: user.passwordHash !== null,
    providers: await listProviders(user.id),
    practicePace: user.practicePace,
    linkDays: user.linkDays,
  };
}

export interface LoadedSite {
  /** Null before the first run. */
  readonly viewer: Viewer | null;
  /** This browser's session was ended deliberately, from elsewhere. */
  readonly revoked: boolean;
  readonly site: Site;
}

/** What every page starts with: who is looking, and what this server offers. */
export async function loadSite(): Promise<LoadedSite> {
  const user = await sessionFromCookies();
  const revoked = user === null && (await holdsRevokedSession());
  return { viewer: user && (await toViewer(user)), revoked, site: site() };
}

/**
 * Whether the browser still holds a session that would be valid had it not been ended deliberately: signed
 * out everywhere, a new password, a deleted account. Call it only when there is no session: the browser then
 * deletes what it stored for that person. An expired session does not count.
 */
async function holdsRevokedSession(): Promise<boolean> {
  // Imported here, so that handlers and their tests do not load Next.
  const { cookies, headers } = await import('next/headers');
  const request = new Request('http://localhost', { headers: new Headers(await headers()) });
  const token = (await cookies()).get(sessionCookieName(isSecure(request)))?.value;
  return token !== undefined && token !== '' && (await claimsOf(token)) !== null;
}

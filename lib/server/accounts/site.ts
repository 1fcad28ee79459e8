import type { Site, Viewer } from '@/lib/contract/account';
import { listProviders } from '@/lib/db/accounts';
import type { UserRecord } from '@/lib/db/users';
import { env } from '@/lib/env/env';
import { sessionFromCookies } from './session';

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
  };
}

/** What every page starts with: who is looking (null before the first run), and what this server offers. */
export async function loadSite(): Promise<{ viewer: Viewer | null; site: Site }> {
  const user = await sessionFromCookies();
  return { viewer: user && (await toViewer(user)), site: site() };
}

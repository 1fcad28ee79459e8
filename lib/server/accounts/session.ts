import { encode } from 'next-auth/jwt';
import { findUser, type UserRecord } from '@/lib/db/users';
import { env } from '@/lib/env/env';
import { isSecure } from '@/lib/server/http/request-origin';
import { noteVisit } from './last-visit';
import { claimsOf } from './session-claims';

/**
 * Who is asking. The session is next-auth's own encrypted cookie; it holds the user's id and the session version that
 * was current when it was made. Raising the version in the database ends every session made before.
 */

/** A guest's account lives in this cookie alone, so it is long; every day of use extends it. */
export const SESSION_SECONDS = 180 * 24 * 60 * 60;
const RENEW_AFTER_SECONDS = 24 * 60 * 60;

export interface Session {
  readonly user: UserRecord;
  /** Seconds since 1970 at which the cookie was made. */
  readonly issuedAt: number;
}

/** The name that next-auth gives its cookie; the prefix makes browsers refuse it over plain http. */
export function sessionCookieName(secure: boolean): string {
  return `${secure ? '__Secure-' : ''}next-auth.session-token`;
}

/** What a session's token claims. */
export function sessionClaims(user: Pick<UserRecord, 'id' | 'sessionVersion'>): { sub: string; ver: number } {
  return { sub: user.id, ver: user.sessionVersion };
}

/** The user of a token's claims; null when they are gone or have signed out everywhere since. */
export async function userOfClaims(claims: { sub?: unknown; ver?: unknown }): Promise<UserRecord | null> {
  if (typeof claims.sub !== 'string' || typeof claims.ver !== 'number') return null;
  const user = await findUser(claims.sub);
  return user && user.sessionVersion === claims.ver ? user : null;
}

/** The session that a request's cookie stands for, or null. */
export async function readSession(request: Request): Promise<Session | null> {
  return sessionOfToken(cookieOf(request, sessionCookieName(isSecure(request))));
}

/** The user behind a request, or null. */
export async function sessionFromRequest(request: Request): Promise<UserRecord | null> {
  return (await readSession(request))?.user ?? null;
}

/** The same for pages, which see cookies through Next. */
export async function sessionFromCookies(): Promise<UserRecord | null> {
  // Imported here, so that handlers and their tests do not load Next.
  const { cookies, headers } = await import('next/headers');
  const request = new Request('http://localhost', { headers: new Headers(await headers()) });
  const token = (await cookies()).get(sessionCookieName(isSecure(request)))?.value;
  return (await sessionOfToken(token))?.user ?? null;
}

async function sessionOfToken(token: string | undefined): Promise<Session | null> {
  if (!token) return null;
  const claims = await claimsOf(token);
  const user = claims && (await userOfClaims(claims));
  if (!user) return null;
  noteVisit(user.id);
  return { user, issuedAt: typeof claims?.iat === 'number' ? claims.iat : 0 };
}

/** `Set-Cookie` for a new session of this user: at most one a day for a session in use, and after a change of password. */
export async function sessionCookie(request: Request, user: UserRecord): Promise<string> {
  const token = await encode({
    token: sessionClaims(user),
    secret: env.nextAuthSecret,
    maxAge: SESSION_SECONDS,
  });
  return serializeCookie(request, token, SESSION_SECONDS);
}

/** `Set-Cookie` that forgets the session in this browser. */
export function endedSessionCookie(request: Request): string {
  return serializeCookie(request, '', 0);
}

/** Whether the session's cookie has become old enough to be made anew. */
export function needsRenewal(session: Session, now = Date.now()): boolean {
  return now / 1000 - session.issuedAt > RENEW_AFTER_SECONDS;
}

function serializeCookie(request: Request, value: string, maxAge: number): string {
  const secure = isSecure(request);
  const parts = [
    `${sessionCookieName(secure)}=${value}`,
    'Path=/',
    `Max-Age=${maxAge}`,
    'HttpOnly',
    'SameSite=Lax',
  ];
  if (secure) parts.push('Secure');
  return parts.join('; ');
}

/** The value of one cookie of a request. */
export function cookieOf(request: Request, name: string): string | undefined {
  return cookiesOf(request)[name];
}

/** All cookies of a request; the first of a name wins, as browsers send the most specific one first. */
export function cookiesOf(request: Request): Record<string, string> {
  const found: Record<string, string> = Object.create(null);
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const cut = pair.indexOf('=');
    if (cut < 1) continue;
    const name = pair.slice(0, cut).trim();
    found[name] ??= decoded(pair.slice(cut + 1).trim());
  }
  return found;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

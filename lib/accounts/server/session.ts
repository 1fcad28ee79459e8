import { randomUUID } from 'node:crypto';
import { encode, type JWT } from 'next-auth/jwt';
import { insertEndedSession } from '@/lib/accounts/db/ended-sessions';
import { findUserOfSession, type UserRecord } from '@/lib/accounts/db/users';
import { env } from '@/lib/platform/env/env';
import { isSecure } from '@/lib/platform/server/http/request-origin';
import { type Access, accessEndings, closeAccess } from './access';
import { noteVisit } from './last-visit';
import { claimsOf } from './session-claims';

/**
 * Who is making the request. The session is next-auth's own encrypted cookie; it holds its own id, the user's
 * id and the session version that was current when it was made. Raising the version in the database ends
 * every earlier session; a session whose id is recorded as ended is over on its own (docs/decisions/0021).
 */

/** The cookie is the only way into a guest's account, so it lasts long; every day of use extends it. */
export const SESSION_SECONDS = 180 * 24 * 60 * 60;
const RENEW_AFTER_SECONDS = 24 * 60 * 60;

/** Times are in seconds since 1970; 0: never. */
export interface Session {
  readonly user: UserRecord;
  /** Stays the same when the cookie is made anew. */
  readonly id: string;
  /** When the cookie was made. */
  readonly issuedAt: number;
  /** When the person last proved who they are: by signing in or up, or by their password. */
  readonly signedInAt: number;
  /** Until when a new way of signing in may be linked. */
  readonly linkUntil: number;
  /** Value of `accessEndings` before the session was read. */
  readonly endingsBefore: number;
}

/** The name that next-auth gives its cookie; the prefix makes browsers refuse it over plain http. */
export function sessionCookieName(secure: boolean): string {
  return `${secure ? '__Secure-' : ''}next-auth.session-token`;
}

/** What a session's token claims. */
export interface SessionClaims extends Record<string, unknown> {
  sub: string;
  ver: number;
  sid: string;
  auth_time: number;
  link_until?: number;
}

export function sessionClaims({ user, id, signedInAt, linkUntil }: Session): SessionClaims {
  return {
    sub: user.id,
    ver: user.sessionVersion,
    sid: id,
    auth_time: signedInAt,
    ...(linkUntil > nowInSeconds() && { link_until: linkUntil }),
  };
}

/** A session that begins now, after its user has proved who they are. */
export function newSession(user: UserRecord): Session {
  const now = nowInSeconds();
  return {
    user,
    id: randomUUID(),
    issuedAt: now,
    signedInAt: now,
    linkUntil: 0,
    endingsBefore: accessEndings(),
  };
}

/**
 * The session of a token's claims; null when it is over, or its user is gone or has signed out everywhere
 * since.
 */
export async function sessionOfClaims(claims: JWT): Promise<Session | null> {
  const { sub, ver, iat, jti, auth_time: signedInAt, link_until: linkUntil } = claims;
  // Tokens from before sessions had an id: each has a `jti` of its own.
  const id = claims.sid ?? jti;
  if (typeof sub !== 'string' || typeof ver !== 'number' || typeof id !== 'string') return null;
  const endingsBefore = accessEndings();
  const user = await findUserOfSession(sub, { sessionVersion: ver, sessionId: id });
  return (
    user && {
      user,
      id,
      issuedAt: numberOr0(iat),
      signedInAt: numberOr0(signedInAt),
      linkUntil: numberOr0(linkUntil),
      endingsBefore,
    }
  );
}

/** The session as an access that a stream depends on. */
export function accessOf({ user, id, endingsBefore }: Session): Access {
  return {
    userId: user.id,
    kind: 'session',
    id,
    endingsBefore,
    isOpen: async (db) =>
      (await findUserOfSession(user.id, { sessionVersion: user.sessionVersion, sessionId: id }, db)) !== null,
  };
}

/** Signs one session out: its cookie, and any copy of it, stops working, and its streams end. */
export async function endSession({ user, id }: Session): Promise<void> {
  await insertEndedSession(user.id, id);
  closeAccess(user.id, { id });
}

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

function numberOr0(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** The session of a request's cookie, or null. */
export async function readSession(request: Request): Promise<Session | null> {
  return sessionOfToken(cookieOf(request, sessionCookieName(isSecure(request))));
}

/** The user behind a page request, whose cookies come through Next; or null. */
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
  const session = claims && (await sessionOfClaims(claims));
  if (session) noteVisit(session.user.id);
  return session;
}

/**
 * `Set-Cookie` for this session: at most once a day for a session in use, and whenever something in it
 * changes.
 */
export async function sessionCookie(request: Request, session: Session): Promise<string> {
  const token = await encode({
    token: sessionClaims(session),
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

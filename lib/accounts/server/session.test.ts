import { encode } from 'next-auth/jwt';
import { expect, it, vi } from 'vitest';
import { sweepEndedSessions } from '@/lib/accounts/db/ended-sessions';
import { deleteUser, findUser, raiseSessionVersion } from '@/lib/accounts/db/users';
import { sweep } from '@/lib/boot';
import { env } from '@/lib/platform/env/env';
import { callRoute, cookieFor, newVisitor, toRequest } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';
import { route } from './route';
import {
  endSession,
  needsRenewal,
  newSession,
  readSession,
  SESSION_SECONDS,
  sessionClaims,
  sessionCookie,
  sessionCookieName,
} from './session';

const who = route({ access: 'optional' }, ({ userId }) => ({ userId }));
const mine = route({ access: 'user' }, ({ userId, viewer }) => ({ same: viewer.id === userId }));
const DAY = 24 * 60 * 60;

/** A cookie that was made some seconds ago: `encode` always says now. */
async function cookieOfAge(claims: object, secret = env.nextAuthSecret, maxAge = SESSION_SECONDS) {
  const token = await encode({ token: { ...claims }, secret, maxAge });
  return `${sessionCookieName(false)}=${token}`;
}

describeApi('a session', (api) => {
  it('is its user’s, as long as the version is the current one', async () => {
    const { user, cookie } = await newVisitor();
    expect((await callRoute(who, { cookie })).json).toEqual({ userId: user.id });
    expect((await callRoute(mine, { cookie })).json).toEqual({ same: true });
    await raiseSessionVersion(user.id);
    expect((await callRoute(who, { cookie })).json).toEqual({ userId: null });
    expect((await callRoute(mine, { cookie })).status).toBe(401);
    const now = await findUser(user.id);
    expect(now && (await callRoute(who, { cookie: await cookieFor(now) })).json).toEqual({ userId: user.id });
  });

  it('is nobody’s when forged, expired or of another kind', async () => {
    const { user } = await newVisitor();
    const cookies = [
      await cookieOfAge(sessionClaims(newSession(user)), 'another secret that is long enough, too'),
      await cookieOfAge(sessionClaims(newSession(user)), env.nextAuthSecret, -60),
      await cookieOfAge({ sub: user.id }),
      await cookieOfAge({ sub: user.id, ver: String(user.sessionVersion) }),
      await cookieOfAge({ sub: 'nobody', ver: 0 }),
      await cookieOfAge({ ...sessionClaims(newSession(user)), sid: 7 }),
      '__Secure-next-auth.session-token=x',
    ];
    for (const cookie of cookies) expect((await callRoute(who, { cookie })).json).toEqual({ userId: null });
  });

  it('ends when its token expires, though the token was good a moment ago', async () => {
    const { user } = await newVisitor();
    const cookie = await cookieOfAge(sessionClaims(newSession(user)), env.nextAuthSecret, 60);
    expect((await callRoute(who, { cookie })).json).toEqual({ userId: user.id });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120_000 });
    try {
      expect((await callRoute(who, { cookie })).json).toEqual({ userId: null });
    } finally {
      vi.useRealTimers();
    }
  });

  it('that is signed out opens nothing any more, nor does any copy of its cookie', async () => {
    const { user, cookie } = await newVisitor();
    const elsewhere = await cookieFor(user);
    const session = await readSession(toRequest({ cookie }));
    if (!session) throw new Error('no session');
    // Made anew since: of a renewal, or of an answer that came late.
    const renewed = (await sessionCookie(toRequest({}), session)).split(';')[0] ?? '';
    expect(renewed).not.toBe(cookie);
    await endSession(session);
    await endSession(session);
    for (const copy of [cookie, renewed]) {
      expect((await callRoute(who, { cookie: copy })).json).toEqual({ userId: null });
      expect((await callRoute(mine, { cookie: copy })).status).toBe(401);
    }
    expect((await callRoute(who, { cookie: elsewhere })).json).toEqual({ userId: user.id });
    // What is still kept of it outlives every copy, and no longer.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (SESSION_SECONDS - 60) * 1000 });
    try {
      await sweep();
      expect((await callRoute(who, { cookie })).json).toEqual({ userId: null });
      vi.setSystemTime(Date.now() + 120_000);
      await sweep();
      expect((await callRoute(who, { cookie })).json).toEqual({ userId: null });
      expect(await sweepEndedSessions(new Date())).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('of before sessions had ids goes on, and can be signed out', async () => {
    const { user } = await newVisitor();
    const cookie = await cookieOfAge({ sub: user.id, ver: user.sessionVersion });
    const session = await readSession(toRequest({ cookie }));
    if (!session) throw new Error('no session');
    expect(session).toMatchObject({ signedInAt: 0, linkUntil: 0 });
    const renewed = (await sessionCookie(toRequest({}), session)).split(';')[0] ?? '';
    expect((await readSession(toRequest({ cookie: renewed })))?.id).toBe(session.id);
    await endSession(session);
    for (const copy of [cookie, renewed]) {
      expect((await callRoute(who, { cookie: copy })).json).toEqual({ userId: null });
    }
  });

  it('that ended together with its user is no error', async () => {
    const { user, cookie } = await newVisitor();
    const session = await readSession(toRequest({ cookie }));
    if (!session) throw new Error('no session');
    await deleteUser(user.id);
    await endSession(session);
    expect((await callRoute(who, { cookie })).json).toEqual({ userId: null });
  });

  it('over https has a cookie that plain http cannot set', async () => {
    const { user } = await newVisitor();
    const plain = await cookieFor(user);
    api.setEnv({ NEXTAUTH_URL: 'https://localhost:3000' });
    expect((await callRoute(who, { cookie: plain })).json).toEqual({ userId: null });
    expect((await callRoute(who, { cookie: `__Secure-${plain}` })).json).toEqual({ userId: user.id });
  });

  it('is renewed once a day', async () => {
    const { cookie } = await newVisitor();
    const session = await readSession(toRequest({ cookie }));
    if (!session) throw new Error('no session');
    const made = session.issuedAt * 1000;
    expect(needsRenewal(session, made + (DAY - 60) * 1000)).toBe(false);
    expect(needsRenewal(session, made + (DAY + 60) * 1000)).toBe(true);
    expect((await callRoute(mine, { cookie })).headers.getSetCookie()).toEqual([]);
    vi.useFakeTimers({ toFake: ['Date'], now: made + 2 * DAY * 1000 });
    try {
      const [renewed = ''] = (await callRoute(mine, { cookie })).headers.getSetCookie();
      expect(renewed).toMatch(/^next-auth\.session-token=.*HttpOnly; SameSite=Lax$/);
      const fresh = await readSession(toRequest({ cookie: renewed.split(';')[0] }));
      expect(fresh?.user.id).toBe(session.user.id);
      expect(fresh?.issuedAt).toBe(session.issuedAt + 2 * DAY);
    } finally {
      vi.useRealTimers();
    }
  });
});

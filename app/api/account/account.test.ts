import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import * as claim from '@/app/api/account/claim/route';
import * as link from '@/app/api/account/link/route';
import * as everywhere from '@/app/api/account/sign-out-everywhere/route';
import * as auth from '@/app/api/auth/[...nextauth]/route';
import * as connections from '@/app/api/connections/route';
import * as tokens from '@/app/api/tokens/route';
import type { Site, Viewer } from '@/lib/accounts/model/account';
import { limit } from '@/lib/platform/server/limits/rate-limits';
import { captureLogs, newAccount, newVisitor } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';
import { TestBrowser } from '@/lib/testing/test-browser';
import * as account from './route';

const password = 'a good long password';
const newEmail = () => `${randomUUID()}@example.com`;

function browser(): TestBrowser {
  return new TestBrowser(auth);
}

async function viewerOf(person: TestBrowser): Promise<Viewer | null> {
  const { json } = await person.call(account.GET);
  return (json as { viewer: Viewer | null }).viewer;
}

async function signedUp(): Promise<{ person: TestBrowser; email: string; viewer: Viewer }> {
  const { user, email, cookie } = await newAccount(password);
  const person = browser().takeCookie(cookie);
  expect(user.isGuest).toBe(false);
  const viewer = await viewerOf(person);
  if (!viewer) throw new Error('the session was not taken');
  return { person, email, viewer };
}

describeApi('a visitor', (api) => {
  it('is nobody, and sees what the server offers', async () => {
    const { json } = await browser().call(account.GET);
    expect(json).toMatchObject({ viewer: null, site: { signUp: true, guests: true, providers: [] } });
  });

  it('becomes a guest once, however often they ask', async () => {
    const person = browser();
    expect((await person.startAsGuest()).status).toBe(200);
    const first = await viewerOf(person);
    expect(first).toMatchObject({ isGuest: true, email: null, hasPassword: false });
    await person.startAsGuest();
    expect((await viewerOf(person))?.id).toBe(first?.id);
    const session = await person.authGet('session');
    expect(session.json).toMatchObject({ user: { id: first?.id, isGuest: true } });
  });

  it('becomes no guest where guests are not wanted', async () => {
    api.setEnv({ ALLOW_GUESTS: 'false' });
    const person = browser();
    const answer = await person.startAsGuest();
    expect(answer.status).toBe(403);
    expect((answer.json as { url: string }).url).toContain('error=guests_closed');
    expect(await viewerOf(person)).toBeNull();
  });

  it('signs up, signs out, and signs in', async () => {
    const person = browser();
    const email = newEmail();
    const answer = await person.call(account.POST, { method: 'POST', body: { email, password } });
    expect(answer.status).toBe(201);
    const { viewer } = answer.json as { viewer: Viewer };
    expect(viewer).toMatchObject({ email, isGuest: false, hasPassword: true, providers: [] });
    expect((await viewerOf(person))?.id).toBe(viewer.id);
    await person.authPost('signout');
    expect(await viewerOf(person)).toBeNull();
    expect((await person.signIn(email.toUpperCase(), password)).status).toBe(200);
    expect((await viewerOf(person))?.id).toBe(viewer.id);
  });

  it('gets no account where none are given out', async () => {
    api.setEnv({ SIGN_UP: 'closed' });
    const body = { email: newEmail(), password };
    const answer = await browser().call(account.POST, { method: 'POST', body });
    expect(answer.json).toMatchObject({ error: { code: 'sign_up_closed' } });
    const guest = await newVisitor();
    const claimed = await browser().call(claim.POST, { method: 'POST', body, cookie: guest.cookie });
    expect(claimed.status).toBe(403);
  });

  it.each([
    [{ email: 'nobody', password }, 'email'],
    [{ email: 'a@example.com', password: 'short' }, 'password'],
    [{ email: 'a@example.com' }, 'password'],
    [{ email: 'a@example.com', password, role: 'admin' }, 'role'],
  ])('is told what is wrong with %j', async (body, param) => {
    const answer = await browser().call(account.POST, { method: 'POST', body });
    expect(answer.status).toBe(400);
    expect(answer.json).toMatchObject({ error: { code: 'invalid_request', param } });
  });

  it('cannot take an address twice, not even at once', async () => {
    const body = { email: newEmail(), password };
    const answers = await Promise.all(
      [1, 2].map(() => browser().call(account.POST, { method: 'POST', body })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409]);
    expect(answers.find((answer) => answer.status === 409)?.json).toMatchObject({
      error: { param: 'email' },
    });
  });
});

describeApi('a guest', () => {
  it('claims the account and keeps all that is theirs, the session included', async () => {
    const person = browser();
    await person.startAsGuest();
    const guest = await viewerOf(person);
    const own = { name: 'Mine', kind: 'custom', baseUrl: 'https://example.com/v1', key: 'sk-0123456789ab' };
    await person.call(connections.POST, { method: 'POST', body: own });
    const email = newEmail();
    const answer = await person.call(claim.POST, { method: 'POST', body: { email, password } });
    expect(answer.status).toBe(200);
    expect(await viewerOf(person)).toMatchObject({ id: guest?.id, email, isGuest: false, hasPassword: true });
    const list = (await person.call(connections.GET)).json as { connections: { name: string }[] };
    expect(list.connections.map((connection) => connection.name)).toContain('Mine');
    const elsewhere = browser();
    await elsewhere.signIn(email, password);
    expect((await viewerOf(elsewhere))?.id).toBe(guest?.id);
    const again = await person.call(claim.POST, { method: 'POST', body: { email: newEmail(), password } });
    expect(again.status).toBe(403);
  });

  it.each([
    ['claiming', claim.POST],
    ['signing up', account.POST],
  ])('is in the account alone after %s: the cookie of the guest is worth nothing', async (_how, handler) => {
    const person = browser();
    await person.startAsGuest();
    const [name, planted] = [...person.cookies].find(([key]) => key.includes('session-token')) ?? ['', ''];
    await person.call(handler, { method: 'POST', body: { email: newEmail(), password } });
    expect((await viewerOf(person))?.isGuest).toBe(false);
    expect(await viewerOf(browser().takeCookie(`${name}=${planted}`))).toBeNull();
  });

  it('keeps everything by signing up, too', async () => {
    const person = browser();
    await person.startAsGuest();
    const guest = await viewerOf(person);
    await person.call(account.POST, { method: 'POST', body: { email: newEmail(), password } });
    expect(await viewerOf(person)).toMatchObject({ id: guest?.id, isGuest: false });
  });

  it('cannot claim with an address that has an account', async () => {
    const { email } = await signedUp();
    const guest = await newVisitor();
    const body = { email, password };
    const answer = await browser().call(claim.POST, { method: 'POST', body, cookie: guest.cookie });
    expect(answer.json).toMatchObject({ error: { code: 'conflict', param: 'email' } });
  });
});

describeApi('an account', (api) => {
  it('changes name and pace', async () => {
    const { person } = await signedUp();
    const change = (body: unknown) => person.call(account.PATCH, { method: 'PATCH', body });
    expect((await change({ name: ' Ada ', practicePace: 80 })).json).toMatchObject({
      viewer: { name: 'Ada', practicePace: 80 },
    });
    expect((await change({ name: '' })).json).toMatchObject({ viewer: { name: null, practicePace: 80 } });
    expect((await change({ practicePace: 0 })).json).toMatchObject({ error: { param: 'practicePace' } });
  });

  it('changes its password: this session goes on, the others end', async () => {
    const { person, email, viewer } = await signedUp();
    const other = browser();
    await other.signIn(email, password);
    const change = (body: unknown) => person.call(account.PATCH, { method: 'PATCH', body });
    expect(
      (await change({ password: { current: 'wrong', next: 'another long password' } })).json,
    ).toMatchObject({
      error: { code: 'wrong_credentials', param: 'password.current' },
    });
    expect((await change({ password: { next: 'another long password' } })).status).toBe(401);
    expect((await viewerOf(other))?.id).toBe(viewer.id);
    expect((await change({ password: { current: password, next: 'another long password' } })).status).toBe(
      200,
    );
    expect((await viewerOf(person))?.id).toBe(viewer.id);
    expect(await viewerOf(other)).toBeNull();
    expect((await other.signIn(email, password)).status).toBe(401);
    expect((await other.signIn(email, 'another long password')).status).toBe(200);
  });

  it('signs out everywhere', async () => {
    const { person, email } = await signedUp();
    const other = browser();
    await other.signIn(email, password);
    expect((await person.call(everywhere.POST, { method: 'POST' })).status).toBe(204);
    expect(await viewerOf(person)).toBeNull();
    expect(await viewerOf(other)).toBeNull();
    expect((await other.call(connections.POST, { method: 'POST' })).json).toMatchObject({
      error: { code: 'not_signed_in' },
    });
    // next-auth's own answer agrees, and removes the dead cookie.
    expect((await other.authGet('session')).json).toEqual({});
    expect([...other.cookies.keys()].some((name) => name.includes('session-token'))).toBe(false);
  });

  it('is deleted with all its sessions, on the word only', async () => {
    const { person, email } = await signedUp();
    const other = browser();
    await other.signIn(email, password);
    const remove = (body: unknown) => person.call(account.DELETE, { method: 'DELETE', body });
    expect((await remove({ confirm: 'yes' })).json).toMatchObject({ error: { param: 'confirm' } });
    expect((await remove({ confirm: 'delete', password })).status).toBe(204);
    expect(await viewerOf(person)).toBeNull();
    expect(await viewerOf(other)).toBeNull();
    expect((await other.signIn(email, password)).status).toBe(401);
  });

  it('says where its cookie may go', async () => {
    const line = (answer: { headers: Headers }) =>
      answer.headers.getSetCookie().find((cookie) => cookie.includes('session-token')) ?? '';
    const plain = line(await browser().startAsGuest());
    expect(plain).toMatch(/^next-auth\.session-token=/);
    expect(plain).toMatch(/HttpOnly/i);
    expect(plain).toMatch(/SameSite=Lax/i);
    expect(plain).not.toMatch(/Secure/);
    api.setEnv({ NEXTAUTH_URL: 'https://localhost:3000' });
    const secure = line(await browser().startAsGuest());
    expect(secure).toMatch(/^__Secure-next-auth\.session-token=/);
    expect(secure).toMatch(/; Secure/);
    const own = line(
      await browser().call(account.POST, { method: 'POST', body: { email: newEmail(), password } }),
    );
    expect(own).toMatch(/^__Secure-.*HttpOnly; SameSite=Lax; Secure$/);
  });
});

describeApi('what would outlast a stolen session', () => {
  const token = { name: 'Mine', expiresInDays: 7 };

  it.each([
    ['a token', tokens.POST, 'POST', token, 201],
    ['deleting the account', account.DELETE, 'DELETE', { confirm: 'delete' }, 204],
    ['linking', link.POST, 'POST', {}, 204],
  ] as const)('asks for the password: %s', async (_what, handler, method, body, status) => {
    const { person } = await signedUp();
    const act = (proof: object) => person.call(handler, { method, body: { ...body, ...proof } });
    for (const proof of [{}, { password: '' }, { password: 'not the password' }]) {
      const refused = await act(proof);
      expect(refused.status).toBe(401);
      expect(refused.json).toMatchObject({ error: { code: 'wrong_credentials', param: 'password' } });
    }
    // A fresh sign-in does not replace the password.
    expect((await act({ password })).status).toBe(status);
  });

  it('asks a guest for nothing', async () => {
    const person = browser();
    await person.startAsGuest();
    expect((await person.call(tokens.POST, { method: 'POST', body: token })).status).toBe(201);
    const body = { confirm: 'delete' };
    expect((await person.call(account.DELETE, { method: 'DELETE', body })).status).toBe(204);
  });

  it('is guessed ten times and no more, which does not lock its owner out', async () => {
    const { person, email } = await signedUp();
    const guess = (proof: string) =>
      person.call(tokens.POST, { method: 'POST', body: { ...token, password: proof } });
    for (let count = 0; count < 10; count += 1) expect((await guess(`guess ${count}`)).status).toBe(401);
    expect((await guess(password)).status).toBe(429);
    expect((await browser().signIn(email, password)).status).toBe(200);
  });
});

describeApi('limits', () => {
  it('lock an account after ten wrong passwords, the right one included', async () => {
    const { email } = await signedUp();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      expect((await browser().signIn(email, 'not the password')).status).toBe(401);
    }
    const answer = await browser().signIn(email, password);
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((answer.json as { url: string }).url).toContain('error=rate_limited');
  });

  it('count sign-ups by address', async () => {
    const body = { email: 'no address', password };
    for (let attempt = 0; attempt < 70; attempt += 1) {
      // Refused before they are counted: these never reach the password hash.
      expect((await browser().call(account.POST, { method: 'POST', body })).status).toBe(400);
    }
    for (let count = 0; count < 60; count += 1) await limit('signUpByAddress').take('unknown');
    const answer = await browser().call(account.POST, {
      method: 'POST',
      body: { email: newEmail(), password },
    });
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('3600');
  });
});

describeApi('what is written down', () => {
  it('never holds a password, a cookie or a token', async () => {
    const logs = captureLogs();
    try {
      const { person, email } = await signedUp();
      const cookie = [...person.cookies.values()].join();
      await person.signIn(email, 'wrong-canary-password');
      await person.call(account.PATCH, {
        method: 'PATCH',
        body: { password: { current: password, next: 'x' } },
      });
      expect(logs.text()).not.toContain(password);
      expect(logs.text()).not.toContain('wrong-canary-password');
      expect(logs.text()).not.toContain(email);
      expect(cookie.length).toBeGreaterThan(100);
      for (const value of person.cookies.values()) expect(logs.text()).not.toContain(value);
    } finally {
      logs.stop();
    }
  });

  it('is what the site says', async () => {
    const { json } = await browser().call(account.GET);
    expect((json as { site: Site }).site.version).toMatch(/^\d+\.\d+\.\d+/);
  });
});

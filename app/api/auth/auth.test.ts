import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import * as identity from '@/app/api/account/identities/[identityId]/route';
import * as identities from '@/app/api/account/identities/route';
import * as link from '@/app/api/account/link/route';
import * as account from '@/app/api/account/route';
import * as auth from '@/app/api/auth/[...nextauth]/route';
import * as tokens from '@/app/api/tokens/route';
import type { Viewer } from '@/lib/accounts/model/account';
import { identityListSchema } from '@/lib/accounts/model/identities';
import { captureLogs, newAccount, type RouteAnswer } from '@/lib/testing/call-route';
import { describeApi } from '@/lib/testing/describe-api';
import { anIdentity } from '@/lib/testing/identities';
import { type OidcPerson, type OidcProvider, startOidcProvider } from '@/lib/testing/oidc-provider';
import { TestBrowser } from '@/lib/testing/test-browser';

const password = 'a good long password';
const browser = () => new TestBrowser(auth);
const errorOf = (location: string | null) => new URL(location ?? '/', 'http://x').searchParams.get('error');

async function viewerOf(person: TestBrowser): Promise<Viewer | null> {
  return ((await person.call(account.GET)).json as { viewer: Viewer | null }).viewer;
}

describeApi('signing in', () => {
  it('takes no form without next-auth’s token', async () => {
    const answer = await browser().authForm('callback/guest', { json: 'true' });
    expect(answer.status).toBe(403);
    const stolen = await browser().authForm('callback/guest', { json: 'true', csrfToken: 'f'.repeat(64) });
    expect(stolen.status).toBe(403);
  });

  it('answers a wrong password and an unknown account alike', async () => {
    const { email } = await newAccount(password);
    const answers = [
      await browser().signIn(email, 'not the password'),
      await browser().signIn('nobody@example.com', password),
      await browser().signIn('', ''),
      await browser().signIn(`${'x'.repeat(300)}@example.com`, password),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(errorOf((answer.json as { url: string }).url)).toBe('CredentialsSignin');
    }
    expect(answers[0]?.text).toBe(answers[1]?.text);
  });

  it('serves nothing else of next-auth', async () => {
    for (const path of ['_log', 'session', 'verify-request', 'nothing', 'callback/credentials/more']) {
      expect((await browser().authForm(path, { level: 'error', code: 'x' })).status, path).toBe(404);
    }
    for (const path of ['_log', 'callback/credentials', 'callback/guest', 'nothing']) {
      expect((await browser().authGet(path)).status, path).toBe(404);
    }
  });

  it('sends next-auth’s own pages to ours', async () => {
    expect((await browser().authGet('signin')).headers.get('location')).toMatch(/^\/sign-in/);
    expect((await browser().authGet('error?error=rate_limited')).headers.get('location')).toBe(
      '/sign-in?error=rate_limited',
    );
  });

  it('does not send people to other sites afterwards', async () => {
    const { email } = await newAccount(password);
    const answer = await browser().authPost('callback/credentials', {
      email,
      password,
      callbackUrl: 'https://evil.example/',
    });
    expect(answer.json).toEqual({ url: 'http://localhost:3000' });
  });

  it('ignores a cookie that is forged, cut or old', async () => {
    for (const value of ['nonsense', 'a.b.c.d.e', 'x'.repeat(5000), '%E0%A4%A']) {
      const person = browser().takeCookie(`next-auth.session-token=${value}`);
      expect(await viewerOf(person)).toBeNull();
    }
  });
});

describeApi('signing in at an outside provider', (api) => {
  let provider: OidcProvider;
  beforeAll(async () => {
    provider = await startOidcProvider();
  });
  afterAll(() => provider.stop());
  const configure = (more: Record<string, string> = {}) =>
    api.setEnv({
      OIDC_ID: provider.clientId,
      OIDC_SECRET: provider.clientSecret,
      OIDC_ISSUER: provider.issuer,
      OIDC_LABEL: 'Acme',
      ...more,
    });
  beforeEach(() => configure());

  const someone = (change: Partial<OidcPerson> = {}): OidcPerson => {
    const sub = randomUUID();
    return { sub, name: 'Grace', email: `${sub}@Example.com`, email_verified: true, ...change };
  };

  /** A full sign-in at the provider and back; returns the address where the browser ends. */
  async function comeBy(person: TestBrowser, who: OidcPerson): Promise<string | null> {
    const started = await person.authPost('signin/oidc', { callbackUrl: 'http://localhost:3000/settings' });
    const { url } = started.json as { url: string };
    expect(url).toMatch(new RegExp(`^${provider.issuer}/authorize`));
    const back = new URL(provider.authorize(url, who));
    expect(back.origin).toBe('http://localhost:3000');
    const answer = await person.authGet(`callback/oidc${back.search}`);
    expect(answer.status).toBe(302);
    return answer.headers.get('location');
  }

  const permit = (person: TestBrowser, body: object) => person.call(link.POST, { method: 'POST', body });
  const unlinkIn = (person: TestBrowser, identityId: string, body: object) =>
    person.call(identity.DELETE, { method: 'DELETE', params: { identityId }, body });
  const identitiesIn = async (person: TestBrowser) =>
    identityListSchema.parse((await person.call(identities.GET)).json).identities;

  it('is offered by its label', async () => {
    const { json } = await browser().call(account.GET);
    expect(json).toMatchObject({ site: { providers: [{ id: 'oidc', label: 'Acme' }] } });
  });

  it('makes an account, and finds it again', async () => {
    const who = someone();
    const person = browser();
    expect(await comeBy(person, who)).toBe('http://localhost:3000/settings');
    const viewer = await viewerOf(person);
    expect(viewer).toMatchObject({
      isGuest: false,
      name: 'Grace',
      email: who.email?.toLowerCase(),
      hasPassword: false,
      providers: ['oidc'],
    });
    const elsewhere = browser();
    await comeBy(elsewhere, { ...who, email: 'changed@example.com' });
    expect((await viewerOf(elsewhere))?.id).toBe(viewer?.id);
  });

  it('makes a guest an account that keeps everything', async () => {
    const person = browser();
    await person.startAsGuest();
    const guest = await viewerOf(person);
    await comeBy(person, someone());
    expect(await viewerOf(person)).toMatchObject({
      id: guest?.id,
      isGuest: false,
      name: 'Grace',
      providers: ['oidc'],
    });
  });

  it('of somebody who has an account leaves the guest and goes to the account', async () => {
    const who = someone();
    const first = browser();
    await comeBy(first, who);
    const person = browser();
    await person.startAsGuest();
    await comeBy(person, who);
    expect((await viewerOf(person))?.id).toBe((await viewerOf(first))?.id);
  });

  it('is linked to the account that is signed in, once its password was given', async () => {
    const { user, cookie } = await newAccount(password);
    const who = someone();
    const person = browser().takeCookie(cookie);
    expect((await permit(person, { password })).status).toBe(204);
    await comeBy(person, who);
    const elsewhere = browser();
    await comeBy(elsewhere, who);
    expect(await viewerOf(elsewhere)).toMatchObject({ id: user.id, providers: ['oidc'], hasPassword: true });
  });

  it('is not linked by someone who only has the session', async () => {
    const { user, cookie } = await newAccount(password);
    const thief = browser().takeCookie(cookie);
    const own = someone();
    expect(errorOf(await comeBy(thief, own))).toBe('link_not_confirmed');
    for (const body of [{}, { password: '' }, { password: 'not the password' }]) {
      const refused = await permit(thief, body);
      expect(refused.json).toMatchObject({ error: { code: 'wrong_credentials', param: 'password' } });
    }
    // Starting as a guest while signed in, or asking for the session, proves nothing.
    await thief.startAsGuest();
    await thief.authGet('session');
    expect(errorOf(await comeBy(thief, own))).toBe('link_not_confirmed');
    expect((await viewerOf(thief))?.providers).toEqual([]);
    // An identity that is not linked does not open the account either.
    const later = browser();
    await comeBy(later, own);
    expect((await viewerOf(later))?.id).not.toBe(user.id);
  });

  it('that is somebody else’s is not linked, and does not open their account either', async () => {
    const theirs = someone();
    await comeBy(browser(), theirs);
    const { user, cookie } = await newAccount(password);
    const person = browser().takeCookie(cookie);
    await permit(person, { password });
    expect(errorOf(await comeBy(person, theirs))).toBe('identity_taken');
    expect(await viewerOf(person)).toMatchObject({ id: user.id, providers: [] });
  });

  it('is linked by one permission once, in one browser, within ten minutes', async () => {
    const { user, email, cookie } = await newAccount(password);
    const person = browser().takeCookie(cookie);
    await permit(person, { password });
    const elsewhere = browser();
    await elsewhere.signIn(email, password);
    expect(errorOf(await comeBy(elsewhere, someone()))).toBe('link_not_confirmed');
    await comeBy(person, someone());
    expect((await viewerOf(person))?.providers).toEqual(['oidc']);
    expect(errorOf(await comeBy(person, someone()))).toBe('link_not_confirmed');
    await permit(person, { password });
    // Survives when next-auth renews the cookie.
    await person.authGet('session');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
    try {
      expect(errorOf(await comeBy(person, someone()))).toBe('link_not_confirmed');
    } finally {
      vi.useRealTimers();
    }
    expect(await identitiesIn(person)).toHaveLength(1);
    expect((await viewerOf(person))?.id).toBe(user.id);
  });

  it('lists what is linked, unlinks it, and ends the sessions that may have come by it', async () => {
    const { user, email, cookie } = await newAccount(password);
    const person = browser().takeCookie(cookie);
    const who = someone();
    await permit(person, { password });
    await comeBy(person, who);
    const [identity] = await identitiesIn(person);
    expect(identity).toMatchObject({ provider: 'oidc', providerAccountId: who.sub });
    const thief = browser();
    await comeBy(thief, who);
    expect((await viewerOf(thief))?.id).toBe(user.id);
    const remove = (body: object) => unlinkIn(person, identity?.id ?? '', body);
    expect((await remove({})).status).toBe(401);
    expect((await remove({ password: 'not the password' })).status).toBe(401);
    expect(await identitiesIn(person)).toHaveLength(1);
    expect((await remove({ password })).status).toBe(204);
    expect(await identitiesIn(person)).toEqual([]);
    expect((await viewerOf(person))?.id).toBe(user.id);
    expect(await viewerOf(thief)).toBeNull();
    const again = browser();
    await comeBy(again, who);
    expect((await viewerOf(again))?.id).not.toBe(user.id);
    expect((await remove({ password })).status).toBe(404);
    expect((await browser().signIn(email, password)).status).toBe(200);
  });

  it('is never unlinked as the last way in, not even two at once', async () => {
    const person = browser();
    await comeBy(person, someone({ email_verified: false }));
    const [first] = await identitiesIn(person);
    expect((await unlinkIn(person, first?.id ?? '', {})).json).toMatchObject({ error: { code: 'conflict' } });
    expect((await viewerOf(person))?.providers).toEqual(['oidc']);
    await permit(person, {});
    await comeBy(person, someone());
    const both = await identitiesIn(person);
    expect(both).toHaveLength(2);
    const cookies = new Map(person.cookies);
    const answers = await Promise.all(
      both.map(({ id }) => {
        const tab = browser();
        for (const [name, value] of cookies) tab.cookies.set(name, value);
        return unlinkIn(tab, id, {}).then((answer) => ({ tab, answer }));
      }),
    );
    // The second may be refused as the last way in, or because the first ended its session.
    const done = answers.filter(({ answer }) => answer.status === 204);
    expect(done).toHaveLength(1);
    expect(await identitiesIn(done[0]?.tab ?? person)).toHaveLength(1);
  });

  it('that the server has no more is no way in', async () => {
    const person = browser();
    await comeBy(person, someone());
    const viewer = await viewerOf(person);
    await anIdentity(viewer?.id ?? '', 'github');
    const [oidc] = await identitiesIn(person);
    expect((await unlinkIn(person, oidc?.id ?? '', {})).status).toBe(409);
    configure({ GITHUB_ID: 'id', GITHUB_SECRET: 'secret' });
    expect((await unlinkIn(person, oidc?.id ?? '', {})).status).toBe(204);
  });

  it('of an account without a password has to be fresh for what would outlast the session', async () => {
    const person = browser();
    const who = someone();
    await comeBy(person, who);
    const [identity] = await identitiesIn(person);
    const acts: Record<string, () => Promise<RouteAnswer>> = {
      linking: () => permit(person, {}),
      unlinking: () => unlinkIn(person, identity?.id ?? '', {}),
      'a first password': () =>
        person.call(account.PATCH, { method: 'PATCH', body: { password: { next: 'a brand new password' } } }),
      'a token': () => person.call(tokens.POST, { method: 'POST', body: { name: 'Mine', expiresInDays: 7 } }),
      deletion: () => person.call(account.DELETE, { method: 'DELETE', body: { confirm: 'delete' } }),
    };
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
    try {
      for (const [what, act] of Object.entries(acts)) {
        const answer = await act();
        expect(answer.json, what).toMatchObject({ error: { code: 'sign_in_again' } });
        expect(answer.status).toBe(403);
      }
      // None of this is a sign-in.
      await person.startAsGuest();
      await person.authGet('session');
      expect((await acts.deletion?.())?.status).toBe(403);
      await comeBy(person, who);
      for (const what of ['linking', 'a token', 'a first password']) {
        const answer = await acts[what]?.();
        expect(answer?.status, `${what}: ${answer?.text}`).toBeLessThan(300);
      }
      // From here on the account has a password, so it is required.
      expect((await acts.deletion?.())?.json).toMatchObject({ error: { code: 'wrong_credentials' } });
    } finally {
      vi.useRealTimers();
    }
  });

  it('takes no parameters of its own to the provider', async () => {
    const person = browser();
    const csrf = (await person.authGet('csrf')).json as { csrfToken: string };
    const { json } = await person.call(auth.POST, {
      method: 'POST',
      path: '/api/auth/signin/oidc?redirect_uri=https://evil.test/&response_mode=web_message',
      params: { nextauth: ['signin', 'oidc'] },
      body: new URLSearchParams({ csrfToken: csrf.csrfToken, json: 'true' }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const requested = new URL((json as { url: string }).url).searchParams;
    expect(requested.get('redirect_uri')).toBe('http://localhost:3000/api/auth/callback/oidc');
    expect(requested.has('response_mode')).toBe(false);
  });

  it('never opens an account by its e-mail address, verified or not', async () => {
    const victim = await newAccount(password);
    for (const email_verified of [true, false]) {
      const attacker = browser();
      await comeBy(attacker, someone({ email: victim.email, email_verified }));
      const viewer = await viewerOf(attacker);
      expect(viewer?.id).not.toBe(victim.user.id);
      expect(viewer).toMatchObject({ email: null, isGuest: false });
    }
    const guest = browser();
    await guest.startAsGuest();
    await comeBy(guest, someone({ email: victim.email }));
    expect(await viewerOf(guest)).toMatchObject({ email: null, isGuest: false });
  });

  it('does not take over an address that the provider has not verified', async () => {
    const person = browser();
    const who = someone({ email_verified: false });
    await comeBy(person, who);
    expect(await viewerOf(person)).toMatchObject({ email: null });
  });

  it('is refused where no new accounts are given out, and leaves a guest a guest', async () => {
    configure({ SIGN_UP: 'closed' });
    const person = browser();
    expect(errorOf(await comeBy(person, someone()))).toBe('sign_up_closed');
    expect(await viewerOf(person)).toBeNull();
    await person.startAsGuest();
    expect(errorOf(await comeBy(person, someone()))).toBe('sign_up_closed');
    expect(await viewerOf(person)).toMatchObject({ isGuest: true });
  });

  it('is refused with a state or a code that is not this browser’s', async () => {
    const logs = captureLogs();
    try {
      const victim = browser();
      const attacker = browser();
      const started = await attacker.authPost('signin/oidc');
      const back = new URL(provider.authorize((started.json as { url: string }).url, someone()));
      const answer = await victim.authGet(`callback/oidc${back.search}`);
      expect(errorOf(answer.headers.get('location'))).toBe('OAuthCallback');
      expect(await viewerOf(victim)).toBeNull();
      expect(logs.text()).not.toContain(back.searchParams.get('code'));
      expect(logs.text()).not.toContain(provider.clientSecret);
    } finally {
      logs.stop();
    }
  });

  it('that cannot be reached says so on our page', async () => {
    configure({ OIDC_ISSUER: 'http://127.0.0.1:9' });
    const started = await browser().authPost('signin/oidc');
    expect(errorOf((started.json as { url: string }).url)).toBe('OAuthSignin');
  });
});

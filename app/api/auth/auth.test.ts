import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Viewer } from '@/lib/contract/account';
import { captureLogs, newAccount } from '@/lib/server/testing/call-route';
import { describeApi } from '@/lib/server/testing/describe-api';
import { type OidcPerson, type OidcProvider, startOidcProvider } from '@/lib/server/testing/oidc-provider';
import { TestBrowser } from '@/lib/server/testing/test-browser';
import * as account from '../account/route';
import * as auth from './[...nextauth]/route';

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

  /** The whole way there and back; returns where the browser ends. */
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

  it('is linked to the account that is signed in', async () => {
    const { user, cookie } = await newAccount(password);
    const who = someone();
    await comeBy(browser().takeCookie(cookie), who);
    const elsewhere = browser();
    await comeBy(elsewhere, who);
    expect(await viewerOf(elsewhere)).toMatchObject({ id: user.id, providers: ['oidc'], hasPassword: true });
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
